import Files
import Foundation
import Testing

/// What cannot be said is told as a number, and ends nothing.
struct StandardStreamsTests {
  @Test func aFullDeviceAndAClosedDescriptorAreNumbers() throws {
    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    try #require(full >= 0)
    #expect(StandardStreams.write("x", to: full) == ENOSPC)
    close(full)
    #expect(StandardStreams.write("x", to: 9999) == EBADF)
    #expect(StandardStreams.write("", to: 9999) == 0)
  }

  @Test func allOfATextIsWritten() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let text = String(repeating: "ü", count: 500_000)
    let writer = ends[1]
    let thread = Thread {
      StandardStreams.write(text, to: writer); close(writer)
    }
    thread.start()
    let read = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readDataToEndOfFile()
    #expect(String(decoding: read, as: UTF8.self) == text)
  }
}
