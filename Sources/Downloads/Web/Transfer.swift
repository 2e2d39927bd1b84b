internal import Files
internal import Foundation
internal import Sky

/// One file's way from its origin to a temporary name, and from there to its final one.
struct Transfer: Sendable {
  let file: PublicFile
  /// The temporary name, kept after a broken transfer so that the next one continues it.
  let partial: String
  /// Seconds in which next to nothing may come.
  let timeout: Double
  let report: @Sendable (_ done: Int, _ total: Int?) -> Void

  /// Copies from a folder that holds the file itself or the publisher's tree.
  func copy(fromFolder folder: String) throws -> Int {
    let candidates = ["\(folder)/\(file.name)", "\(folder)/\(file.path)"]
    let manager = FileManager.default
    guard let source = candidates.first(where: manager.fileExists(atPath:)) else {
      throw SurveyError(
        "cannot find \(file.name) in \(folder); name the folder that holds it, or leave --from "
          + "out to fetch it from its public home")
    }
    let original = try MappedFile(source)
    defer { withExtendedLifetime(original) {} }
    let bytes = original.bytes
    try AtomicFile.write(to: partial) { (descriptor) throws(FileError) in
      try AtomicFile.writeAll(bytes, to: descriptor, path: partial)
    }
    report(bytes.count, bytes.count)
    return bytes.count
  }

  /// Fetches, checks and names. What was gone on with and came damaged is fetched once more from its beginning: what broke off may
  /// have been faulty before it did.
  func deliver(from address: URL, as path: String, attempts: Int, pause: Double) throws -> Int {
    let bytes = try fetch(below: address, attempts: attempts, pause: pause)
    let isJoined =
      (try? FileManager.default.attributesOfItem(atPath: partial)[.size] as? Int) != bytes
    do { try finish(as: path) } catch  where isJoined {
      let again = try fetch(below: address, attempts: attempts, pause: pause)
      try finish(as: path)
      return bytes + again
    }
    return bytes
  }

  /// Fetches from the publisher's tree below an address, or from a server that has all files in
  /// one place.
  func fetch(below address: URL, attempts: Int, pause: Double) throws -> Int {
    var places = [address.appendingPathComponent(file.path)]
    if file.path != file.name { places.append(address.appendingPathComponent(file.name)) }
    var (attempt, wait) = (0, pause)
    while true {
      attempt += 1
      var missing = 0
      for place in places {
        let request = WebRequest(
          address: place, partial: partial, limit: file.limit, timeout: timeout,
          report: report)
        switch request.run() {
        case .complete(let bytes): return bytes
        case .missing: missing += 1
        case .failed(let reason, let isFinal):
          if isFinal || attempt >= attempts {
            throw SurveyError(
              "cannot fetch \(place.absoluteString): \(reason); try again later (what has come "
                + "is kept), or name another address or a folder with --from")
          }
        }
        if missing == 0 { break }
      }
      if missing == places.count {
        throw SurveyError(
          "cannot fetch \(places[0].absoluteString): the server has no such file; check the "
            + "name, or name another address or a folder with --from")
      }
      Thread.sleep(forTimeInterval: wait)
      wait *= 2
    }
  }

  /// Checks the temporary file and gives it its final name; a faulty one is removed.
  func finish(as path: String) throws {
    if let fault = file.fault(of: partial) {
      unlink(partial)
      FileVersion.forget(besides: partial)
      throw SurveyError(
        "\(file.name) came damaged: it \(fault); fetch it again or from elsewhere with --from")
    }
    let descriptor = open(partial, O_RDONLY | O_CLOEXEC)
    if descriptor >= 0 {
      fsync(descriptor)
      close(descriptor)
    }
    guard rename(partial, path) == 0 else {
      throw SurveyError("cannot finish \(path): \(String(cString: strerror(errno)))")
    }
    FileVersion.forget(besides: partial)
  }
}
