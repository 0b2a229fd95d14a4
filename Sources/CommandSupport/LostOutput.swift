import Foundation
public import Model

/// What to tell where standard output took not everything: what a program reads of it is not whole.
/// - Parameter number: The system's error number.
public func lostOutput(_ number: Int32, hint: String? = nil) -> Diagnostic {
  Diagnostic(
    .error, "the output could not be written: \(String(cString: strerror(number))) (error \(number))",
    hint: hint ?? "what was written is not whole: give it a place with room, and run the command again")
}
