/// What was found to follow from codes.
package struct HeldProperties: Codable, Equatable, Sendable {
  package struct Property: Codable, Equatable, Sendable {
    package var name: String
    /// The share of the variance that is explained; of a class the area under the ROC curve; nil where none is known.
    package var value: Double?

    package init(name: String, value: Double?) { (self.name, self.value) = (name, value) }
  }

  package var units: Int
  /// Directions the codes spread over (`CodeDimensions`); nil for what is no code.
  package var dimensions: Double?
  package var properties: [Property]

  package init(units: Int, dimensions: Double?, properties: [Property]) {
    (self.units, self.dimensions, self.properties) = (units, dimensions, properties)
  }
}
