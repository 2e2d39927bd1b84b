/// Colours for numbers from 0 to 1, from dark blue to yellow: cividis (Nuñez, Anderton & Renslow
/// 2018, PLoS ONE 13, e0199239), even in brightness and alike for any colour vision.
public enum ColourScale {
  private static let anchors: [Colour] = [
    Colour(hex: 0x00224E), Colour(hex: 0x123570), Colour(hex: 0x3B496C), Colour(hex: 0x575D6D),
    Colour(hex: 0x707173), Colour(hex: 0x8A8678), Colour(hex: 0xA59C74), Colour(hex: 0xC3B369),
    Colour(hex: 0xE1CC55), Colour(hex: 0xFEE838),
  ]

  /// The colour at `part`; beyond the ends, that of the end.
  public static func colour(_ part: Double) -> Colour {
    let place = min(max(part.isNaN ? 0 : part, 0), 1) * Double(anchors.count - 1)
    let low = min(Int(place), anchors.count - 2)  // bounded above
    let rest = place - Double(low)
    func mix(_ path: KeyPath<Colour, Double>) -> Double {
      anchors[low][keyPath: path]
        + rest * (anchors[low + 1][keyPath: path] - anchors[low][keyPath: path])
    }
    return Colour(red: mix(\.red), green: mix(\.green), blue: mix(\.blue))
  }

  /// 0xRRGGBB of a difference, full at −1 and 1: from blue over white to red (ColorBrewer's RdBu).
  package static func diverging(_ part: Float) -> UInt32 {
    let part = Double(min(max(part.isNaN ? 0 : part, -1), 1))
    let end = part < 0 ? Colour(hex: 0x2166AC) : Colour(hex: 0xB2182B)
    func byte(_ full: Double) -> UInt32 { Colour.byte(1 + abs(part) * (full - 1)) }
    return byte(end.red) << 16 | byte(end.green) << 8 | byte(end.blue)
  }
}
