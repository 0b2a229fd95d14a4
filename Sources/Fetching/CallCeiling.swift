/// The most requests that a run sends for so many KOLs, beside those that are refused for their rate and
/// cost nothing: one each, and the retries of the whole run.
public func mostCalls(forKOLs count: Int) -> Int {
  count == 0 ? 0 : count + RetryPolicy.retries(forKOLs: count)
}
