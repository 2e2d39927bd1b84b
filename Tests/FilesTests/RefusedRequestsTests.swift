import Files
import Foundation
import Testing

/// What the system refuses: memory and threads.
@Suite struct RefusedRequestsTests {
  /// Ways to ask for memory, found by their names: a compiler that knew them would leave out what nobody uses.
  private enum Asking {
    typealias One = @convention(c) (Int) -> UnsafeMutableRawPointer?
    typealias Two = @convention(c) (Int, Int) -> UnsafeMutableRawPointer?
    typealias Again = @convention(c) (UnsafeMutableRawPointer?, Int) -> UnsafeMutableRawPointer?

    static func one(_ bytes: Int) -> UnsafeMutableRawPointer? {
      unsafeBitCast(dlsym(nil, "malloc"), to: One.self)(bytes)
    }

    static func several(_ count: Int, _ bytes: Int) -> UnsafeMutableRawPointer? {
      unsafeBitCast(dlsym(nil, "calloc"), to: Two.self)(count, bytes)
    }

    static func again(_ memory: UnsafeMutableRawPointer?, _ bytes: Int) -> UnsafeMutableRawPointer?
    {
      unsafeBitCast(dlsym(nil, "realloc"), to: Again.self)(memory, bytes)
    }

    /// No more memory than there is, but for what is small and free.
    static func lower() {
      var most = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
      setrlimit(__rlimit_resource_t(RLIMIT_DATA.rawValue), &most)
    }
  }

  /// Whoever asks: libraries that draw letters went on and drew something else.
  @Test func aSmallRequestThatIsRefusedEndsTheProgramInASentence() async {
    let result = await #expect(
      processExitsWith: .exitCode(1), observing: [\.standardErrorContent]
    ) {
      Asking.lower()
      for _ in 0..<100_000 where Asking.one(100_000) == nil { break }
      exit(2)
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      said.hasSuffix(
        "Error: stopped: the system refused 98 kB of memory that was needed; end other programs and run the same command "
          + "again\n"), "\(said)")
  }

  @Test func whoAsksForSeveralIsWatchedToo() async {
    await #expect(processExitsWith: .exitCode(1)) {
      Asking.lower()
      for _ in 0..<100_000 where Asking.several(100, 1000) == nil { break }
      exit(2)
    }
  }

  @Test func whoAsksForMoreIsWatchedToo() async {
    await #expect(processExitsWith: .exitCode(1)) {
      Asking.lower()
      for _ in 0..<100_000 where Asking.again(nil, 100_000) == nil { break }
      exit(2)
    }
  }

  /// Who asks for much may say for what, or do with less.
  @Test func aLargeRequestIsRefusedAsEver() async {
    await #expect(processExitsWith: .exitCode(5)) {
      guard Asking.one(1 << 46) == nil, Asking.several(1 << 23, 1 << 23) == nil,
        Asking.again(nil, 1 << 46) == nil
      else { exit(2) }
      // Nothing is asked for, and nothing refused.
      _ = Asking.again(Asking.one(100), 0)
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
      // The stacks of earlier threads are used again.
      var thread = pthread_t()
      while pthread_create(
        &thread, nil,
        { _ in
          sleep(60)
          return nil
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
          + "unavailable); raise the limit on processes (ulimit -u)\n"), "\(said)")
  }
}
