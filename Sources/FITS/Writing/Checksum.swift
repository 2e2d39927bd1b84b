internal import CFITSIO

extension MemoryWriter {
  /// Adds the two keywords before there are data, so that no room has to be made for them later.
  ///
  /// CFITSIO's own comments hold the time of day, and the same content must give the same bytes.
  func reserveChecksum() throws(FITSError) {
    try call { file, status in
      ffpkys(file, "CHECKSUM", "0000000000000000", "checksum of header and data", &status)
      ffpkys(file, "DATASUM", "0", "checksum of the data", &status)
    }
  }

  /// Fills the two keywords of the current unit in (FITS standard 4.0, appendix J).
  func writeChecksum() throws(FITSError) {
    try call { file, status in
      var dataSum: UInt = 0
      var unitSum: UInt = 0
      // Only a flushed unit has its END and the padding of its last blocks.
      ffflus(file, &status)
      ffgcks(file, &dataSum, &unitSum, &status)
      ffmkys(file, "DATASUM", String(dataSum), "&", &status)
      ffgcks(file, &dataSum, &unitSum, &status)
      var text = [CChar](repeating: 0, count: Int(FLEN_VALUE))
      ffesum(unitSum, 1, &text)
      ffmkys(file, "CHECKSUM", text, "&", &status)
    }
  }
}
