public import CommandSupport
public import Faults
import Loading
import Model

/// Reads the script of a sandbox's faults, for a program that serves one.
/// - Throws: ``RunFailure`` with ``ExitStatus/invalidInput`` and every mistake in the file.
public func faultScript(at path: String) throws(RunFailure) -> FaultScript {
  do throws(InvalidInput) {
    return try loadFaultScript(at: path)
  } catch {
    throw RunFailure(.invalidInput, error.diagnostics)
  }
}
