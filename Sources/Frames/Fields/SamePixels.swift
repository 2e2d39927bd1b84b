extension FrameInventory {
  /// Fields whose images of one band have the very same pixels of the sky, a sentence for each such pair of names.
  ///
  /// It is what comes of a weight map that no word tells, of copies, and of exposures that were brought to one grid.
  public func samePixels(in fields: [FieldFiles]) -> [String] {
    var grids: [PlaneAddress: PixelGrid] = [:]
    for plane in planes where plane.role == .image { grids[plane.address] = plane.grid }
    struct Place: Hashable {
      let band: String
      let grid: PixelGrid
    }
    var first: [Place: (field: String, address: PlaneAddress)] = [:]
    var told: Set<String> = []
    var sentences: [String] = []
    for field in fields {
      for planes in field.planes where !told.contains(field.id) {
        guard let grid = grids[planes.image], grid.isPlaced else { continue }
        let place = Place(band: planes.band, grid: grid)
        guard let other = first[place] else {
          first[place] = (field.id, planes.image)
          continue
        }
        guard other.field != field.id else { continue }
        told.insert(field.id)
        sentences.append(
          "fields \(other.field) and \(field.id) show the same pixels of band \(planes.band) (\(other.address) and "
            + "\(planes.image)); if one of them is no light, say so in a survey file (--survey)")
      }
    }
    return sentences
  }
}
