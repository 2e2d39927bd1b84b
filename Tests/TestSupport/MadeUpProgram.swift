internal import Foundation

/// A script that can be started as a program.
///
/// A process of its own writes it. Whatever this one had open for writing while another thread of it started a program, that
/// program may hold open still, and what is open for writing cannot be started (ETXTBSY).
package func writeProgram(_ script: String, to path: String) throws {
  let shell = Process()
  shell.executableURL = URL(fileURLWithPath: "/bin/sh")
  shell.arguments = ["-c", "printf '%s' \"$1\" >\"$2\" && chmod 755 \"$2\"", "sh", script, path]
  try shell.run()
  shell.waitUntilExit()
  guard shell.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
}
