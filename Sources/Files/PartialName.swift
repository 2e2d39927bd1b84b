internal import Foundation
internal import Synchronization

/// The name of a file on its way to its own: `NAME.HOST-PROCESS-RANDOM.partial` in the same folder.
///
/// HOST is a number of this machine since it was started, and of this container; RANDOM keeps two
/// writers apart and cannot be foretold, so that nothing can be planted there.
struct PartialName {
  let host: UInt32
  let process: Int32
  let random: UInt64
  let name: String

  /// A new one for a file.
  init(of name: String) {
    (host, process) = (Self.here, getpid())
    random = .random(in: .min ... .max)
    // A file system's names end at 255 bytes.
    var room = Substring(name)
    while room.utf8.count > 180 { room.removeLast() }
    self.name = String(room)
  }

  /// The one that a text is; nil for any other name.
  init?(parsing text: String) {
    guard
      let match = text.wholeMatch(of: /(.+)\.([0-9a-f]{8})-([0-9]{1,10})-([0-9a-f]{16})\.partial/),
      let host = UInt32(match.2, radix: 16), let process = Int32(match.3),
      let random = UInt64(match.4, radix: 16)
    else { return nil }
    (self.host, self.process, self.random, name) = (host, process, random, String(match.1))
  }

  var text: String {
    "\(name).\(Self.digits(host, 8))-\(process)-\(Self.digits(random, 16)).partial"
  }

  /// Whether nobody writes to the file any more: its process is gone, or, where this machine cannot
  /// tell, nothing was written to it for a day.
  func isLeftOver(changed: time_t, now: time_t) -> Bool {
    if host == Self.here, process > 0 {
      return process != getpid() && kill(process, 0) != 0 && errno == ESRCH
    }
    return now - changed > 86_400
  }

  /// This machine since its start, and the container's own numbers of processes.
  static let here: UInt32 = {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    var print = RunFingerprint()
    print.mix(String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self))
    print.mix(
      (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? "")
    print.mix(
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "")
    return UInt32(truncatingIfNeeded: print.value ^ (print.value >> 32))
  }()

  private static func digits(_ number: some BinaryInteger, _ count: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: count - digits.count) + digits
  }
}

extension AtomicFile {
  private static let tidied = Mutex<Set<String>>([])

  /// Removes what runs that were killed left half-written in a folder, and nothing else: links, folders
  /// and files of living runs stay.
  public static func removeLeftovers(in folder: String) {
    let now = time(nil)
    for name in (try? Folder.names(in: folder)) ?? [] {
      guard let partial = PartialName(parsing: name) else { continue }
      var status = stat()
      guard lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG,
        partial.isLeftOver(changed: status.st_mtim.tv_sec, now: now)
      else { continue }
      unlink("\(folder)/\(name)")
    }
  }

  /// The same, once a folder in the life of this program.
  static func tidy(_ folder: String) {
    if tidied.withLock({ $0.insert(folder).inserted }) { removeLeftovers(in: folder) }
  }

  /// Creates a temporary file beside `target`, which is new and no link.
  static func createPartial(
    of target: String, named path: String
  ) throws(FileError) -> (path: String, descriptor: Int32) {
    let url = URL(fileURLWithPath: target)
    let folder = url.deletingLastPathComponent().path
    tidy(folder)
    for _ in 0..<16 {
      let partial = "\(folder)/\(PartialName(of: url.lastPathComponent).text)"
      let descriptor = open(
        partial, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
      if descriptor >= 0 { return (partial, descriptor) }
      guard errno == EEXIST else { break }
    }
    throw failure("create", path)
  }
}
