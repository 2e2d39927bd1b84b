internal import Sky

/// The gallery's controls, its data, and a place for its cutouts.
package struct GallerySection {
  package let gallery: Gallery?

  package init(gallery: Gallery?) {
    self.gallery = gallery
  }

  package var html: String {
    guard let gallery, !gallery.items.isEmpty, let data = try? Markup.json(gallery.items),
      let viewers = try? Markup.json(SkyViewer.all)
    else { return "" }
    let groups = Gallery.groups.filter { group in
      gallery.items.contains { $0.groups.contains(group.name) }
    }
    let hasLabels = gallery.items.contains { $0.label != nil }
    let labels = hasLabels ? [("STAR", "star"), ("GALAXY", "galaxy"), ("none", "unknown")] : []
    var keys = [
      ("probability", gallery.score), ("magnitude", "magnitude"),
      ("concentration", "concentration"),
      ("cluster", "cluster"), ("id", "name"), ("field", "field"),
    ]
    if hasLabels { keys.insert(("dispute", "dispute with the catalog"), at: 0) }
    return """
      <p>Orange below a cutout: \(gallery.score) above one half. North is not up: cutouts lie as their frames \
      do.</p>
      <form>
      \(Self.choice("group", "show", groups.map { ($0.name, $0.title) }))
      \(Self.choice("call", "we say", [("star", "star"), ("galaxy", "galaxy")]))
      \(Self.choice("label", "catalog says", labels))
      \(Self.choice("field", "field", []))
      <label>magnitude from<input type="number" step="0.5" id="gallery-low"></label>
      <label>to<input type="number" step="0.5" id="gallery-high"></label>
      <label>name or flag<input type="search" id="gallery-words"></label>
      \(Self.choice("sort", "sort by", keys, any: false))
      <button type="button" id="gallery-order" aria-pressed="\(hasLabels)">\
      \(hasLabels ? "large first" : "small first")</button>
      </form>
      <p id="gallery-count" aria-live="polite" class="soft"></p>
      <noscript><p>The gallery needs JavaScript, which is part of this page.</p></noscript>
      <div id="gallery-list"></div>
      <p><button type="button" id="gallery-more" hidden>show more</button></p>
      <script type="application/json" id="gallery-data">\(data)</script>
      <script type="application/json" id="gallery-viewers">\(viewers)</script>

      """
  }

  private static func choice(
    _ name: String, _ title: String, _ values: [(String, String)], any: Bool = true
  ) -> String {
    let options = (any ? [("", "all")] : []) + values
    // The script asks for every control.
    let isEmpty = any && values.isEmpty && name == "label"
    return
      "<label\(isEmpty ? " hidden" : "")>\(Markup.escaped(title))<select id=\"gallery-\(name)\">"
      + options.map { "<option value=\"\($0.0)\">\(Markup.escaped($0.1))</option>" }.joined()
      + "</select></label>"
  }
}
