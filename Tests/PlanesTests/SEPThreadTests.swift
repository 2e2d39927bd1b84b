import Foundation
import Testing

@testable import Planes

@Suite struct SEPThreadTests {
  @Test func whatIsDoneThereIsWaitedFor() {
    var number = 1
    SEPThread.run("add") { number += 1 }
    #expect(number == 2)
  }

  /// A frame was taken for one without sources where the thread that looks for them could not be had.
  @Test func aThreadThatCannotBeHadIsNothingThatAFrameIs() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      // No room for another thread's stack, once those that are left of earlier threads are taken.
      var most = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &most)
      var thread = pthread_t()
      while pthread_create(
        &thread, nil,
        { _ in
          sleep(60); return nil
        }, nil) == 0
      {}
      SEPThread.run("find sources in band r") { exit(2) }
      exit(3)
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      said.hasSuffix(
        "Error: cannot find sources in band r: the system lets this program have no further thread (Resource "
          + "temporarily unavailable); raise the limit on processes (ulimit -u) and run the same command again\n"
      ),
      "\(said)")
  }
}
