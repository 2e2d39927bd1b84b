internal import Files
internal import Foundation

/// The machine's fonts, read before the first letter.
///
/// Cairo lets fontconfig read them, which tries again for ever where the system refuses it memory; asked by itself it says so.
enum InstalledFonts {
  /// False where there is no fontconfig, and Cairo finds letters in some other way.
  static let areRead: Bool = {
    _ = BundledFont.isChosen
    typealias Load = @convention(c) () -> OpaquePointer?
    typealias Use = @convention(c) (OpaquePointer) -> Int32
    guard let load = dlsym(nil, "FcInitLoadConfigAndFonts"),
      let use = dlsym(nil, "FcConfigSetCurrent")
    else { return false }
    guard let settings = unsafeBitCast(load, to: Load.self)() else { MemoryLimit.refused() }
    return unsafeBitCast(use, to: Use.self)(settings) != 0
  }()
}
