/// A plane that has no part in any field, and why.
public struct UnusedPlane: Sendable, Equatable {
  /// Its file, and where that has several its unit.
  public let name: String
  public let reason: String
  /// Whether that may surprise: nothing tells what it is, or nothing belongs to it.
  public let isSurprising: Bool
}

extension FrameInventory {
  /// The planes that are in none of the fields made of this inventory.
  ///
  /// - Parameter bands: planes of other bands are not spoken of.
  public func unused(in fields: [FieldFiles], bands: [String]) -> [UnusedPlane] {
    let used = Set(
      fields.flatMap { $0.planes.flatMap { [$0.image, $0.weight, $0.mask].compactMap { $0 } } })
    let left = planes.filter { plane in
      !used.contains(plane.address) && (plane.band.map(bands.contains) ?? true)
    }
    return left.compactMap { plane in
      let name = plane.address.description
      switch plane.role {
      case .image: return nil
      case .notLight:
        return UnusedPlane(
          name: name, reason: plane.isUnknown ? plane.rule : "not light (\(plane.rule))",
          isSurprising: plane.isUnknown)
      case .weight, .mask:
        let isBeside = fields.contains { field in
          field.planes.contains {
            $0.band == plane.band && $0.weight != nil && $0.image.path == plane.address.path
          }
        }
        return UnusedPlane(
          name: name,
          reason: isBeside
            ? "another plane says more of the same (\(plane.role.name), \(plane.rule))"
            : "it is \(plane.role.name) (\(plane.rule)), but no image of its name is there",
          isSurprising: !isBeside)
      }
    } + imageless.map { UnusedPlane(name: $0, reason: "it holds no image", isSurprising: true) }
      + aside.map {
        UnusedPlane(
          name: $0,
          reason: "it is of another survey than the SDSS frames in its folder; give such files by "
            + "name",
          isSurprising: true)
      }
  }
}
