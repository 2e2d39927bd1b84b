internal import FITS

/// Images that share a name but for the band, and the name of their field.
struct FieldGroup {
  let id: String
  let images: [FoundPlane]

  /// Whether there is just one image of every band.
  func isComplete(_ bands: [String]) -> Bool {
    images.count == bands.count && Set(images.map(\.band)).count == bands.count
  }

  /// Groups by name; a name that has several images of a band is looked at folder by folder. Sorted by their names,
  /// which are all different.
  static func groups(of images: [FoundPlane], bands: [String]) -> [FieldGroup] {
    var groups: [FieldGroup] = []
    for (key, all) in Dictionary(grouping: images, by: \.key).sorted(by: { $0.key < $1.key }) {
      let name = key.isEmpty ? "field" : key
      let folders = Dictionary(grouping: all, by: \.folder)
      let isOne = Set(all.map(\.band)).count == all.count
      guard !isOne, folders.count > 1 else {
        groups.append(FieldGroup(id: FieldName.ascii(name), images: all))
        continue
      }
      let labels = labels(of: folders.keys.sorted())
      for (folder, images) in folders.sorted(by: { $0.key < $1.key }) {
        let id = "\(labels[folder] ?? folder)-\(name)"
        groups.append(FieldGroup(id: FieldName.ascii(id), images: images))
      }
    }
    var seen: Set<String> = []
    return groups.sorted { $0.id < $1.id }.map { group in
      var (id, number) = (group.id, 1)
      while !seen.insert(id).inserted {
        number += 1
        id = "\(group.id)-\(number)"
      }
      return FieldGroup(id: id, images: group.images)
    }
  }

  /// What tells folders apart: as many of their last parts as it takes.
  private static func labels(of folders: [String]) -> [String: String] {
    let parts = folders.map { $0.split(separator: "/").map(String.init) }
    let longest = parts.map(\.count).max() ?? 0
    for count in 1...max(longest, 1) {
      let labels = parts.map { $0.suffix(count).joined(separator: "-") }
      if Set(labels).count == folders.count {
        return Dictionary(uniqueKeysWithValues: zip(folders, labels))
      }
    }
    return Dictionary(uniqueKeysWithValues: folders.enumerated().map { ($1, "folder\($0 + 1)") })
  }

  /// A name for a field built around an image, unlike those that others have.
  static func id(of image: FoundPlane, besides others: [String]) -> String {
    let unit = image.address.unit.map { "-\($0)" } ?? ""
    let stem = FITSFileName.stem(of: image.address.path) + unit
    let folder = image.folder.split(separator: "/").last.map { "\($0)-" } ?? ""
    let names = [image.key, stem, folder + stem].filter { !$0.isEmpty }.map(FieldName.ascii)
    let more = (2...).lazy.map { "\(FieldName.ascii(stem))-\($0)" }
    return names.first { !others.contains($0) } ?? more.first { !others.contains($0) } ?? stem
  }
}
