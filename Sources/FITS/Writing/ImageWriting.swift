internal import CFITSIO

extension MemoryWriter {
  /// Adds a unit of keywords without data.
  func write(_ header: Header, emptyNamed name: String?) throws(FITSError) {
    try call { file, status in _ = ffcrimll(file, 8, 0, nil, &status) }
    try write(header, name: name)
    try reserveChecksum()
    try writeChecksum()
  }

  /// Adds an image of 32-bit floats as a new unit, filled one slice of the first axis after another.
  func write(
    shape: [Int], _ fill: FITSDocument.Fill, header: Header, name: String?
  ) throws {
    try call { file, status in
      var axes = shape.reversed().map(Int64.init)
      _ = ffcrimll(file, FLOAT_IMG, Int32(axes.count), &axes, &status)
    }
    try write(header, name: name)
    try reserveChecksum()
    let count = shape.dropFirst().reduce(1, *)
    let slice = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    defer { slice.deallocate() }
    for index in 0..<shape[0] {
      slice.initialize(repeating: 0)
      try fill(index, slice)
      try call { file, status in
        let first = Int64(index * count + 1)
        _ = ffppr(file, TFLOAT, first, Int64(count), slice.baseAddress, &status)
      }
    }
    try writeChecksum()
  }
}
