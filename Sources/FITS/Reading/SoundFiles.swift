extension FITSFile {
  /// Throws where the bytes of a unit are not those that were written; for the program's own files, which
  /// carry checksums. Those of a survey's frames are told, not refused.
  ///
  /// Reads all of the file once.
  public func requireSound() throws(FITSError) {
    for unit in units.indices where checksumVerdict(of: unit) == .wrong {
      throw FITSError(
        "cannot use \(path): the checksum of its \(title(of: unit)) does not fit its bytes; it was "
          + "changed or damaged since it was written: restore it or make it again")
    }
  }

  /// "unit 1 (CATALOG)"
  public func title(of unit: Int) -> String {
    let name = units.indices.contains(unit) ? units[unit].header.string("EXTNAME") ?? "" : ""
    return name.isEmpty ? "unit \(unit)" : "unit \(unit) (\(name))"
  }
}
