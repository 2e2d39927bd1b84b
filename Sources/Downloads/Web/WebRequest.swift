internal import Foundation
internal import Synchronization

#if canImport(FoundationNetworking)
  internal import FoundationNetworking
#endif

/// One request for a file over HTTP, streamed to disk behind what is there already.
final class WebRequest: NSObject, URLSessionDataDelegate, Sendable {
  enum Outcome {
    case complete(bytes: Int)
    /// The server has no such file.
    case missing
    /// `isFinal`: another attempt would not help.
    case failed(String, isFinal: Bool)
  }

  private struct State {
    var descriptor: Int32 = -1
    var present = 0
    var received = 0
    var total: Int?
    var outcome: Outcome?
    /// What the server calls this version of the file.
    var version: FileVersion?
  }

  private let address: URL
  private let partial: String
  private let limit: Int
  /// Seconds in which less than `floor` bytes a second end the request.
  private let timeout: Double
  private let floor = 1000
  private let report: @Sendable (Int, Int?) -> Void
  private let state = Mutex(State())
  private let done = DispatchSemaphore(value: 0)

  init(
    address: URL, partial: String, limit: Int, timeout: Double,
    report: @escaping @Sendable (Int, Int?) -> Void
  ) {
    (self.address, self.partial, self.limit, self.report) = (address, partial, limit, report)
    self.timeout = timeout
  }

  /// Runs the request to its end and says how it went.
  func run() -> Outcome {
    let descriptor = open(partial, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      return .failed("\(partial): \(String(cString: strerror(errno)))", isFinal: true)
    }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      return .failed("another program is fetching it to \(partial)", isFinal: true)
    }
    // Only a version that the server can be asked for again is gone on with: two versions of a file, one after
    // the other, are none.
    let earlier = FileVersion(besides: partial)
    if earlier == nil { ftruncate(descriptor, 0) }
    let present = max(0, Int(lseek(descriptor, 0, SEEK_END)))
    state.withLock { ($0.descriptor, $0.present, $0.version) = (descriptor, present, earlier) }
    var request = URLRequest(url: address)
    // Without this the server may compress the file a second time and its size means nothing.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if present > 0, let earlier {
      request.setValue("bytes=\(present)-", forHTTPHeaderField: "Range")
      request.setValue(earlier.text, forHTTPHeaderField: "If-Range")
    }
    let configuration = URLSessionConfiguration.ephemeral
    // Silence ends it too, but the floor below says better why.
    configuration.timeoutIntervalForRequest = 2 * timeout + 10
    let session = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
    let task = session.dataTask(with: request)
    task.resume()
    waitWhileItComes(task)
    session.finishTasksAndInvalidate()
    let outcome = state.withLock { $0.outcome } ?? .failed("it ended early", isFinal: false)
    if lseek(descriptor, 0, SEEK_END) == 0 {
      unlink(partial)
      FileVersion.forget(besides: partial)
    }
    return outcome
  }

  /// Waits for the end; a server that sends next to nothing is not waited for longer.
  private func waitWhileItComes(_ task: URLSessionDataTask) {
    var before = 0
    while done.wait(timeout: .now() + timeout) == .timedOut {
      let received = state.withLock { $0.received }
      if Double(received - before) < timeout * Double(floor) {
        state.withLock {
          $0.outcome =
            $0.outcome
            ?? .failed(
              "it sent fewer than \(floor) bytes a second for \(timeout.formatted()) seconds",
              isFinal: false)
        }
        task.cancel()
        done.wait()
        return
      }
      before = received
    }
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    let accepted = state.withLock { accept(response, state: &$0) }
    completionHandler(accepted ? .allow : .cancel)
  }

  /// Whether the body is wanted; starts afresh where the server sends the whole file.
  private func accept(_ response: URLResponse, state: inout State) -> Bool {
    guard let answer = response as? HTTPURLResponse else { return false }
    switch answer.statusCode {
    case 206:
      let range = answer.value(forHTTPHeaderField: "Content-Range") ?? ""
      let version = FileVersion(of: answer)
      guard range.hasPrefix("bytes \(state.present)-"), version == nil || version == state.version
      else {
        ftruncate(state.descriptor, 0)
        state.outcome = .failed("it answered with another part of the file", isFinal: false)
        return false
      }
    case 200:
      ftruncate(state.descriptor, 0)
      lseek(state.descriptor, 0, SEEK_SET)
      state.present = 0
      state.version = FileVersion(of: answer)
      FileVersion.forget(besides: partial)
      state.version?.keep(besides: partial)
    case 416:
      // What is there is as long as the file or longer: fetch it anew.
      ftruncate(state.descriptor, 0)
      state.outcome = .failed("it has no further part of the file", isFinal: false)
      return false
    case 404, 410:
      state.outcome = .missing
      return false
    case let code:
      let passing = code == 408 || code == 429 || code >= 500
      state.outcome = .failed("the server answered \(code)", isFinal: !passing)
      return false
    }
    let expected = response.expectedContentLength
    state.total = expected >= 0 ? state.present + Int(expected) : nil
    guard (state.total ?? 0) <= limit else {
      ftruncate(state.descriptor, 0)
      state.outcome = .failed(
        "it offers \(state.total ?? 0) bytes where at most \(limit) were expected", isFinal: true)
      return false
    }
    return true
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let progress: (Int, Int?)? = state.withLock { state in
      guard state.outcome == nil else { return nil }
      guard state.present + state.received + data.count <= limit else {
        ftruncate(state.descriptor, 0)
        state.outcome = .failed("it sent more than \(limit) bytes", isFinal: true)
        return nil
      }
      guard write(data, to: state.descriptor) else {
        let reason = String(cString: strerror(errno))
        state.outcome = .failed("\(partial): \(reason)", isFinal: true)
        return nil
      }
      state.received += data.count
      return (state.present + state.received, state.total)
    }
    if let progress { report(progress.0, progress.1) } else { dataTask.cancel() }
  }

  private func write(_ data: Data, to descriptor: Int32) -> Bool {
    data.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while let start = buffer.baseAddress, !rest.isEmpty {
        let written = Foundation.write(descriptor, start + rest.startIndex, rest.count)
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { return false }
        rest = rest.dropFirst(written)
      }
      return true
    }
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    state.withLock { state in
      guard state.outcome == nil else { return }
      if let error {
        state.outcome = .failed(error.localizedDescription, isFinal: false)
      } else if let total = state.total, state.present + state.received != total {
        state.outcome = .failed(
          "only \(state.present + state.received) of \(total) bytes came", isFinal: false)
      } else {
        state.outcome = .complete(bytes: state.received)
      }
    }
    done.signal()
  }
}
