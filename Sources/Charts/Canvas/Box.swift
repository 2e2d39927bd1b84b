/// A rectangle on a canvas, in canvas units, y growing downwards.
public struct Box: Sendable, Equatable {
  public var x, y, width, height: Double

  public init(x: Double, y: Double, width: Double, height: Double) {
    (self.x, self.y, self.width, self.height) = (x, y, width, height)
  }

  public var right: Double { x + width }
  public var bottom: Double { y + height }
  public var centreX: Double { x + width / 2 }
  public var centreY: Double { y + height / 2 }

  public func overlaps(_ other: Box) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }

  public func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Box
  {
    Box(
      x: x + left, y: y + top, width: max(width - left - right, 1),
      height: max(height - top - bottom, 1))
  }
}

/// Width and height of a figure in canvas units: pixels at scale 1.
public struct FigureSize: Sendable, Equatable {
  public var width, height: Double

  public init(width: Double, height: Double) {
    (self.width, self.height) = (width, height)
  }
}
