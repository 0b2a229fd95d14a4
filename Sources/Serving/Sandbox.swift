public import Model

/// The facts of the sandbox that a demo, a test and a command share.
public enum Sandbox {
  /// The first day of the demo's history, 2026-08-25: 90 days with the last.
  public static let firstDay = demoDay.advanced(by: -89)

  /// The last day of the demo's history, 2026-11-22; every KOL that the sandbox knows answers on it.
  public static let demoDay = CalendarDay(daysSinceEpoch: 20_779)

  /// The token that a sandbox expects unless it is given another; it opens nothing else.
  public static let token = "kolsite-sandbox"

  /// The reply's body for a KOL on a day, as the server sends it; nil where it answers that there is none.
  public static func reply(of id: KOLID, on day: CalendarDay) -> [UInt8]? {
    SandboxAPI.profile(of: id, on: day)
  }
}
