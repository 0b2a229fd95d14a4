import Testing

/// Everything that opens connections, one test after the other: some count the process's descriptors.
@Suite(.serialized, .timeLimit(.minutes(2)))
enum ServerTests {}
