public import Model

/// A KOL that the sandbox answers for.
public struct SandboxKOL: Sendable, Hashable {
  public let id: KOLID
  public let behaviour: Behaviour
  /// What to look at in this KOL's history, for a roster's note.
  public let description: Localized

  /// How a KOL's figures move from day to day.
  public enum Behaviour: String, Sendable, Hashable, CaseIterable {
    /// A published example, served for every day byte for byte.
    case published
    /// Slow growth with a weekly rhythm.
    case steady
    /// A jump in the middle of the demo's history, then a plateau.
    case viral
    /// Fewer followers every week, and attention that falls faster still.
    case declining
    /// Never registered on Pugongying: no prices, no medians.
    case unregistered
    /// Not registered before ``registrationDay``, registered from it on.
    case freshlyRegistered
    /// Both prices rise twice.
    case priceChange
    /// Code 301 on some days, among them five in a row.
    case missingDays
  }

  /// The day that ``Behaviour/freshlyRegistered`` registers on: 40 days before the demo's last.
  public static let registrationDay = Sandbox.demoDay.advanced(by: -40)

  /// The KOLs whose replies are the published examples.
  public static let published: [SandboxKOL] = PublishedReply.all.compactMap { reply in
    KOLID(reply.id).map {
      SandboxKOL(id: $0, behaviour: .published, description: reply.description)
    }
  }

  /// The KOLs that are made up, one for each of the other behaviours.
  public static let synthetic: [SandboxKOL] = Persona.all.compactMap { persona in
    KOLID(persona.id).map {
      SandboxKOL(id: $0, behaviour: persona.behaviour, description: persona.description)
    }
  }

  /// Everyone the sandbox knows, the published ones first.
  public static let all = published + synthetic
}
