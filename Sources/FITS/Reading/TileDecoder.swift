internal import Foundation

/// Unpacks tile-compressed images in a process of its own, with little memory and time, so that a
/// file that breaks the unpacker costs nothing but itself.
///
/// The process is the program itself, called `PROGRAM decode-tiles -- PATH UNIT FIRST COUNT [bits]`. It
/// answers with a byte of 0 and the pixels as floats of this machine (with `bits` as whole numbers of 32 bits), or with
/// 1 and a sentence.
public struct TileDecoder: Sendable {
  /// The program to call.
  public var program: String
  /// The longest an image may take, in seconds.
  public var seconds = 120.0

  public init(program: String = "/proc/self/exe") {
    self.program = program
  }

  /// Pixels of an image, from the process.
  func pixels(
    _ range: Range<Int>, of unit: Int, in path: String, doing: String
  ) throws(FITSError) -> [Float] {
    try numbers(range, of: unit, in: path, doing: doing, as: Float.self)
  }

  /// The lowest 32 bits of whole-numbered pixels, from the process.
  func bits(
    _ range: Range<Int>, of unit: Int, in path: String, doing: String
  ) throws(FITSError) -> [UInt32] {
    try numbers(range, of: unit, in: path, doing: doing, as: UInt32.self, "bits")
  }

  /// - Parameter more: what is said to the process besides.
  private func numbers<Number: BitwiseCopyable>(
    _ range: Range<Int>, of unit: Int, in path: String, doing: String, as: Number.Type,
    _ more: String...
  ) throws(FITSError) -> [Number] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program).resolvingSymlinksInPath()
    process.arguments =
      [
        "decode-tiles", "--", path, "\(unit)", "\(range.lowerBound)", "\(range.count)",
      ] + more
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["OPENBLAS_NUM_THREADS": "1"]) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch {
      throw FITSError("\(doing): the program \(program) that unpacks it cannot be started")
    }
    let watch = DispatchWorkItem { kill(process.processIdentifier, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watch)
    let answer = Self.read(pipe.fileHandleForReading, most: 4 * range.count + 1)
    // Whoever says more than was asked for is stopped.
    if answer.count > 4 * range.count + 1 { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    watch.cancel()
    guard process.terminationReason == .exit else {
      throw FITSError(
        "\(doing): unpacking its tiles failed (signal \(process.terminationStatus)); the file is "
          + "damaged, fetch it again or leave it out")
    }
    if answer.first == 1 {
      throw FITSError(String(decoding: answer.dropFirst().prefix(2000), as: UTF8.self))
    }
    guard answer.first == 0, answer.count == 4 * range.count + 1 else {
      throw FITSError(
        "\(doing): unpacking its tiles gave \(max(0, answer.count - 1)) bytes, not "
          + "\(4 * range.count)")
    }
    return [Number](unsafeUninitializedCapacity: range.count) { buffer, count in
      answer.withUnsafeBytes { bytes in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[1...]))
      }
      count = range.count
    }
  }

  /// What a process says, up to one byte more than expected.
  private static func read(_ handle: FileHandle, most: Int) -> Data {
    var answer = Data()
    while answer.count <= most, let piece = try? handle.read(upToCount: 1 << 20), !piece.isEmpty {
      answer.append(piece)
    }
    return answer
  }

  /// The other side: gives up privileges, unpacks and answers on standard output.
  ///
  /// - Parameter bits: whether whole numbers are asked for.
  public static func answer(path: String, unit: Int, first: Int, count: Int, bits: Bool = false) {
    limit(RLIMIT_CORE, 0)
    limit(RLIMIT_FSIZE, 0)
    limit(RLIMIT_CPU, 100)
    let pixels = max(0, min(count, 1 << 29))
    limit(RLIMIT_AS, UInt(3 << 30) + UInt(16 * pixels))
    do throws(FITSError) {
      guard first >= 0, count > 0, count <= 1 << 29 else {
        throw FITSError("cannot unpack \(count) pixels from \(first) of \(path)")
      }
      let file = try FITSFile(reading: path, limit: 1 << 30)
      let range = first..<first + count
      if bits {
        let pixels = try file.unpackedBits(range, of: unit)
        say([0])
        pixels.withUnsafeBytes { say($0) }
      } else {
        let pixels = try file.unpackedPixels(range, of: unit)
        say([0])
        pixels.withUnsafeBytes { say($0) }
      }
    } catch {
      say([1] + Array(error.description.utf8))
    }
  }

  private static func say(_ bytes: some Collection<UInt8>) {
    let bytes = Array(bytes)
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while let start = buffer.baseAddress, !rest.isEmpty {
        let written = write(STDOUT_FILENO, start + rest.startIndex, rest.count)
        guard written > 0 else { return }
        rest = rest.dropFirst(written)
      }
    }
  }

  private static func limit(_ what: __rlimit_resource, _ most: UInt) {
    var limit = rlimit(rlim_cur: most, rlim_max: most)
    setrlimit(__rlimit_resource_t(what.rawValue), &limit)
  }
}
