/// The gallery's own program: reads the cutouts from the page, shows those that are asked for in
/// the order that is asked for. It sets texts, never markup.
package enum GalleryScript {
  package static let text = #"""
    "use strict";
    (function () {
      var data = JSON.parse(document.getElementById("gallery-data").textContent);
      var viewers = JSON.parse(document.getElementById("gallery-viewers").textContent);
      var list = document.getElementById("gallery-list");
      var count = document.getElementById("gallery-count");
      var more = document.getElementById("gallery-more");
      var page = 60, room = page;
      var inputs = {};
      ["group", "label", "call", "field", "low", "high", "words", "sort", "order"].forEach(
        function (name) { inputs[name] = document.getElementById("gallery-" + name); });
      function add(parent, tag, text, kind) {
        var element = document.createElement(tag);
        if (text) element.textContent = text;
        if (kind) element.className = kind;
        parent.appendChild(element);
        return element;
      }
      function digits(value, places) {
        return value === undefined || value === null ? "–" : value.toFixed(places);
      }
      Array.from(new Set(data.map(function (item) { return item.field; }))).sort().forEach(
        function (field) { add(inputs.field, "option", field).value = field; });
      data.forEach(function (item) {
        var card = document.createElement("figure");
        card.tabIndex = 0;
        var image = add(card, "img");
        image.loading = "lazy";
        image.alt = "cutout of " + item.id;
        image.src = "data:image/png;base64," + item.picture;
        var isStar = item.probability > 0.5;
        image.className = isStar ? "star" : "galaxy";
        var words = add(card, "figcaption");
        add(words, "bdi", item.id, "id");
        add(words, "span", "P " + digits(item.probability, 2) + " · mag "
          + digits(item.magnitude, 2));
        if (item.label) {
          var wrong = (item.label === "STAR") !== isStar;
          add(words, "span", "catalog: " + item.label.toLowerCase(), wrong ? "wrong" : "");
        }
        var more = "RA " + digits(item.ra, 5) + "°, Dec " + digits(item.dec, 5) + "°"
          + (item.cluster === undefined ? "" : " · cluster " + item.cluster)
          + (item.concentration === undefined ? ""
            : " · concentration " + digits(item.concentration, 3));
        add(words, "span", more, "more");
        var links = add(words, "span", "", "more");
        viewers.forEach(function (viewer) {
          var link = add(links, "a", viewer.name);
          link.href = viewer.address.replace("{ra}", digits(item.ra, 6)).replace("{dec}", digits(item.dec, 6));
          link.target = "_blank";
          link.rel = "noopener noreferrer";
          links.append(" ");
        });
        if (item.flags.length) add(words, "span", item.flags.join("; "), "more");
        item.card = card;
        item.text = (item.id + " " + item.field + " " + item.flags.join(" ")).toLowerCase();
      });
      function keep(item) {
        var low = parseFloat(inputs.low.value), high = parseFloat(inputs.high.value);
        var words = inputs.words.value.trim().toLowerCase();
        if (inputs.group.value && item.groups.indexOf(inputs.group.value) < 0) return false;
        if (inputs.label.value === "none" ? item.label : inputs.label.value
          && item.label !== inputs.label.value) return false;
        if (inputs.call.value && (item.probability > 0.5) !== (inputs.call.value === "star"))
          return false;
        if (inputs.field.value && item.field !== inputs.field.value) return false;
        if (!isNaN(low) && !(item.magnitude >= low)) return false;
        if (!isNaN(high) && !(item.magnitude < high)) return false;
        return !words || item.text.indexOf(words) >= 0;
      }
      function show() {
        var key = inputs.sort.value;
        var sign = inputs.order.getAttribute("aria-pressed") === "true" ? -1 : 1;
        var shown = data.filter(keep);
        shown.sort(function (a, b) {
          var x = a[key], y = b[key];
          var noX = x === undefined || x === null, noY = y === undefined || y === null;
          if (noX || noY) return noX && noY ? 0 : noX ? 1 : -1;
          if (x === y) return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
          return (x < y ? -1 : 1) * sign;
        });
        list.textContent = "";
        shown.slice(0, room).forEach(function (item) { list.appendChild(item.card); });
        more.hidden = shown.length <= room;
        count.textContent = shown.length + " of " + data.length + " cutouts";
      }
      function begin() {
        room = page;
        show();
      }
      Object.keys(inputs).forEach(function (name) {
        if (name === "order") return;
        inputs[name].addEventListener("input", begin);
        inputs[name].addEventListener("change", begin);
      });
      more.addEventListener("click", function () {
        room += page;
        show();
      });
      inputs.order.addEventListener("click", function () {
        var down = inputs.order.getAttribute("aria-pressed") !== "true";
        inputs.order.setAttribute("aria-pressed", String(down));
        inputs.order.textContent = down ? "large first" : "small first";
        begin();
      });
      show();
    })();
    """#
}
