internal import CWCS
internal import Files
internal import Foundation

/// From the cards of a header to wcslib's description of its two celestial axes.
enum WCSParsing {
  /// wcslib's scanner of headers keeps its state in global variables.
  private static let turn = NSLock()

  /// A description that is set up; the receiver frees it.
  ///
  /// - Parameter header: none but cards that were checked.
  static func celestial(_ header: Header) throws(FITSError) -> UnsafeMutablePointer<wcsprm> {
    // wcslib would take a matrix of zeros for one of ones.
    let matrix = header.cards.filter { $0.keyword.hasPrefix("CD") && $0.keyword.contains("_") }
    guard matrix.isEmpty || matrix.contains(where: { $0.value?.number != 0 }) else {
      throw error("its CD matrix is zero")
    }
    turn.lock()
    defer { turn.unlock() }
    var text = header.text.utf8.map(CChar.init(bitPattern:))
    let count = text.count / 80
    text.append(0)
    var rejected: Int32 = 0
    var found: Int32 = 0
    var all: UnsafeMutablePointer<wcsprm>?
    let status = wcspih(&text, Int32(count), WCSHDR_all, 0, &rejected, &found, &all)
    defer { wcsvfree(&found, &all) }
    if status == noMemory { MemoryLimit.refused() }
    guard status == 0, rejected == 0 else { throw error("its header cannot be understood") }
    guard let all, let primary = (0..<Int(found)).first(where: { all[$0].alt.0 == 0x20 }) else {
      throw error("its header has none")
    }
    return try celestialAxes(of: all + primary)
  }

  private static func celestialAxes(
    of all: UnsafeMutablePointer<wcsprm>
  ) throws(FITSError) -> UnsafeMutablePointer<wcsprm> {
    let wcs = UnsafeMutablePointer<wcsprm>.allocate(capacity: 1)
    wcs.initialize(to: wcsprm())
    wcs.pointee.flag = -1
    do throws(FITSError) {
      var axes = [Int32](repeating: 0, count: max(2, Int(all.pointee.naxis)))
      axes[0] = WCSSUB_CELESTIAL
      var count: Int32 = 1
      var status = wcssub(1, all, &count, &axes, wcs)
      guard status == 0 else { throw error(status) }
      guard count == 2 else { throw error("its header has no right ascension and declination") }
      guard axes[0] == 1, axes[1] == 2 else { throw error("its first two axes are not the sky") }
      var fixes = [Int32](repeating: 0, count: Int(NWCSFIX))
      wcsfix(0, nil, wcs, &fixes)
      status = wcsset(wcs)
      guard status == 0 else { throw error(status) }
      try checkFrame(wcs.pointee)
      return wcs
    } catch {
      wcsfree(wcs)
      wcs.deallocate()
      throw error
    }
  }

  /// ICRS and FK5 at 2000.0 differ by less than 0.03 arcseconds and are taken as the same.
  private static func checkFrame(_ wcs: wcsprm) throws(FITSError) {
    guard wcs.lng >= 0, wcs.lat >= 0, text(wcs.lngtyp) == "RA" else {
      throw error("its axes are not right ascension and declination")
    }
    let frame = text(wcs.radesys)
    let is2000 = wcs.equinox == 2000 || wcs.equinox > 1e90
    guard frame == "ICRS" || ((frame == "FK5" || frame.isEmpty) && is2000) else {
      throw error("its positions are \(frame) at equinox \(wcs.equinox), not ICRS")
    }
  }

  private static func text<Tuple>(_ tuple: Tuple) -> String {
    withUnsafeBytes(of: tuple) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  static func error(_ status: Int32) -> FITSError {
    if status == noMemory { MemoryLimit.refused() }
    return error("\(String(cString: galaxyWCSMessage(status))) (wcslib status \(status))")
  }

  /// WCSERR_MEMORY of wcs.h, and the same of wcshdr.h.
  private static let noMemory: Int32 = 2

  static func error(_ reason: String) -> FITSError {
    FITSError("the image has no usable world coordinates: \(reason)")
  }
}
