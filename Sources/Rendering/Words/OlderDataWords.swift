import Markup
import Model

/// The days of older data in the words of a language, ready for any page; the texts are those of ``Wording``.
struct OlderDataWords: Sendable {
  private let data: Phrase
  private let among: Phrase
  private let between: Phrase
  private let comma: HTML
  private let stop: HTML

  init(_ wording: Wording) {
    data = Phrase(.olderData, ["day"], of: wording.labels)
    among = Phrase(.olderAmong, ["n", "count", "days"], of: wording.labels)
    between = Phrase(.daysBetween, ["from", "to"], of: wording.labels)
    comma = .text(wording.language == .zh ? "、" : ", ")
    stop = .text(wording.sentence(""))
  }

  /// `Data of 2026-11-20`.
  func append(_ day: CalendarDay, to html: inout MarkupBuffer) {
    data.append(to: &html) { _, html in html.append(day) }
  }

  /// The day of a KOL's figures as a sentence with a space behind it; nothing where it is that of the report.
  func appendSentence(on kol: KOLReport, to html: inout MarkupBuffer) {
    guard let day = kol.olderDay else { return }
    append(day, to: &html)
    html.append(stop)
    html.appendLiteral(" ")
  }

  /// How many of the figures of a peer group are older and of which days, as a sentence with a space behind it; nothing
  /// where none is.
  func appendSentence(on peers: Peers, _ words: PeerWords, to html: inout MarkupBuffer) {
    let days = peers.days
    if days.older.isEmpty { return }
    words.append(peers.group, to: &html)
    html.appendLiteral(" · ")
    among.append(to: &html) { place, html in
      switch place {
      case 0: html.append(integer: days.olderCount)
      case 1: html.append(integer: days.count)
      default: append(days.older, to: &html)
      }
    }
    html.append(stop)
    html.appendLiteral(" ")
  }

  private func append(_ days: [FigureDays.OlderDay], to html: inout MarkupBuffer) {
    if days.count > Wording.namedDays, let first = days.first, let last = days.last {
      between.append(to: &html) { place, html in html.append(place == 0 ? first.day : last.day) }
      return
    }
    for (index, older) in days.enumerated() {
      if index > 0 { html.append(comma) }
      html.append(older.day)
    }
  }
}
