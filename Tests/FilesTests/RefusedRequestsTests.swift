import Files
import Foundation
import Testing

/// What the system refuses: memory and threads.
@Suite struct RefusedRequestsTests {
  /// Whoever asks: libraries that draw letters went on and drew something else.
  @Test func aSmallRequestThatIsRefusedEndsTheProgramInASentence() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      var most = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &most)
      while malloc(100_000) != nil {}
      exit(2)
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      said.hasSuffix(
        "Error: stopped: the system refused 98 kB of memory that was needed; end other programs and run the same command "
          + "again\n"))
  }

  @Test(arguments: 0..<5) func everyWayToAskIsWatched(way: Int) async {
    await #expect(processExitsWith: .exitCode(1)) { [way = way as Int] in
      var most = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &most)
      var found: UnsafeMutableRawPointer?
      repeat {
        switch way {
        case 0: found = calloc(100, 1000)
        case 1: found = realloc(nil, 100_000)
        case 2: found = aligned_alloc(64, 64_000)
        case 3: if posix_memalign(&found, 64, 64_000) != 0 { found = nil }
        default: found = UnsafeMutableRawPointer(strdup(String(repeating: "a", count: 50_000)))
        }
      } while found != nil
      exit(2)
    }
  }

  /// Who asks for much may say for what, or do with less.
  @Test func aLargeRequestIsRefusedAsEver() async {
    await #expect(processExitsWith: .exitCode(5)) {
      guard malloc(1 << 46) == nil, calloc(1 << 23, 1 << 23) == nil, realloc(nil, 1 << 46) == nil
      else { exit(2) }
      // Nothing is asked for, and nothing refused.
      let some = malloc(100)
      _ = realloc(some, 0)
      exit(5)
    }
  }

  @Test func tooFewThreadsAreSaid() async {
    let result = await #expect(
      processExitsWith: .exitCode(5), observing: [\.standardErrorContent]
    ) {
      try ThreadLimit.check()
      var most = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &most)
      var thread = pthread_t()
      while pthread_create(
        &thread, nil,
        { _ in
          sleep(60); return nil
        }, nil) == 0
      {}
      do { try ThreadLimit.check() } catch {
        StandardStreams.write("\(error)\n", to: STDERR_FILENO)
        exit(5)
      }
      exit(2)
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      said.hasSuffix(
        "cannot begin: the system lets this program have 0 threads besides the first and 4 are needed (Resource temporarily "
          + "unavailable); raise the limit on processes (ulimit -u)\n"))
  }
}
