import Testing

@testable import HTTP

@Suite struct SocketsTests {
  @Test func whoIsBusyWithOneTransferForTooLongIsCut() {
    let sockets = Sockets()
    #expect(sockets.watch { sockets.look(at: .now + Sockets.patience + .seconds(1)) })
    // Once is for that time only.
    #expect(!sockets.watch { sockets.look(at: .now) })
  }

  @Test func whoHasAPauseOrMovesOnIsNot() {
    let sockets = Sockets()
    sockets.look(at: .now + .seconds(3_600))
    let start = ContinuousClock.now
    #expect(
      !sockets.watch {
        while ContinuousClock.now - start < .milliseconds(20) {}
        sockets.moveOn()
        sockets.look(at: start + .milliseconds(30), patience: .milliseconds(20))
      })
    sockets.moveOn()
    sockets.look(at: .now + .seconds(3_600))
    #expect(!sockets.watch {})
  }
}
