/// A part of a run: a value that has what it needs, and makes the next value of it.
///
/// It tells what there is to tell in the diary, throws what keeps it from its result, and knows neither the command that
/// it is part of nor the run's report.
protocol Step {
  associatedtype Value

  /// What goes on meanwhile, as an error that nobody foresaw says it: “publishing the site”.
  static var name: String { get }

  func value(_ diary: Diary) async throws -> Value
}

extension Step {
  /// Takes the step.
  /// - Throws: ``StepError``.
  func take(_ diary: Diary) async throws -> Value {
    do {
      return try await value(diary)
    } catch {
      throw StepError(step: Self.name, cause: error)
    }
  }
}

/// An error, and the step that it ended.
struct StepError: Error {
  let step: String
  let cause: any Error
}
