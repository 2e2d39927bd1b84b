internal import Foundation

/// The most memory that the program had at once, files that are mapped into it included.
package enum PeakMemory {
  /// In MB, since the start or since `restart`.
  package static var megabytes: Int { (counted ?? sinceStart) / 1024 }

  /// Begins to count anew, where the system can (Linux, proc(5): clear_refs).
  package static func restart() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }

  /// The kernel's own count, in KB, which `restart` sets back.
  private static var counted: Int? {
    let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    return line.flatMap { Int($0.filter(\.isNumber)) }
  }

  private static var sinceStart: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }
}
