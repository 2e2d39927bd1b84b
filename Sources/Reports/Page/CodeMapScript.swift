/// The map's own program: draws the points and shows the cutout nearest to the pointer. It sets texts, never markup.
package enum CodeMapScript {
  package static let text = #"""
    "use strict";
    (function () {
      var data = JSON.parse(document.getElementById("map-data").textContent);
      var canvas = document.getElementById("map-points"), words = document.getElementById("map-words");
      var cutout = document.getElementById("map-cutout"), context = canvas.getContext("2d");
      var edge = 8, width = canvas.width, height = canvas.height, current = -1;
      var scale = [[0, 34, 78], [59, 73, 108], [112, 113, 115], [165, 156, 116], [254, 232, 56]];
      function colour(score) {
        if (score < 0) return "#888";
        var at = Math.min(score / 25, 3.999), low = Math.floor(at), rest = at - low;
        return "rgb(" + scale[low].map(function (part, i) {
          return Math.round(part + rest * (scale[low + 1][i] - part));
        }).join(",") + ")";
      }
      function place(i) {
        return [edge + data.x[i] / 1000 * (width - 2 * edge), height - edge - data.y[i] / 1000 * (height - 2 * edge)];
      }
      function draw() {
        context.fillStyle = "#fff";
        context.fillRect(0, 0, width, height);
        var size = data.x.length > 3000 ? 2 : 4;
        for (var i = 0; i < data.x.length; i++) {
          var at = place(i);
          context.fillStyle = colour(data.score[i]);
          context.fillRect(at[0] - size / 2, at[1] - size / 2, size, size);
        }
        if (current < 0) return;
        var here = place(data.shown[current]);
        context.strokeStyle = "#d55e00";
        context.lineWidth = 3;
        context.beginPath();
        context.arc(here[0], here[1], 9, 0, 7);
        context.stroke();
      }
      function show(cell) {
        if (cell === current || cell < 0) return;
        current = cell;
        var side = data.side, zoom = 4;
        cutout.hidden = false;
        cutout.style.width = cutout.style.height = side * zoom + "px";
        cutout.style.backgroundImage = "url(data:image/png;base64," + data.sheet + ")";
        cutout.style.backgroundSize = data.columns * side * zoom + "px auto";
        cutout.style.backgroundPosition = -(cell % data.columns) * side * zoom + "px "
          + -Math.floor(cell / data.columns) * side * zoom + "px";
        var score = data.score[data.shown[cell]];
        words.textContent = data.names[cell] + (score < 0 ? "" : " · P " + (score / 100).toFixed(2));
        draw();
      }
      function near(event) {
        var box = canvas.getBoundingClientRect(), best = -1, least = Infinity;
        var x = (event.clientX - box.left) / box.width * width, y = (event.clientY - box.top) / box.height * height;
        data.shown.forEach(function (row, cell) {
          var at = place(row), far = Math.pow(at[0] - x, 2) + Math.pow(at[1] - y, 2);
          if (far < least) { best = cell; least = far; }
        });
        show(best);
      }
      canvas.addEventListener("pointermove", near);
      canvas.addEventListener("pointerdown", near);
      canvas.addEventListener("keydown", function (event) {
        var step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
        if (!step || !data.shown.length) return;
        event.preventDefault();
        show((current + step + data.shown.length) % data.shown.length);
      });
      draw();
    })();
    """#
}
