public import ArgumentParser
public import Clusters
public import Cutouts
public import Networks
public import Pictures
internal import StarGalaxy

// Choices of the floors below that can be typed as an option's value.
extension Deformation.Subject: ExpressibleByArgument {}
extension GroupingMethod: ExpressibleByArgument {}
extension ClusterOrientation.Form: ExpressibleByArgument {}
extension LearningRateSchedule: ExpressibleByArgument {}
extension Stretch.Kind: ExpressibleByArgument {}
extension CodeScaling: ExpressibleByArgument {}
extension SegmentationModel.Start: ExpressibleByArgument {}
extension StepBenchmark.Workload: ExpressibleByArgument {}
extension PictureDataset: ExpressibleByArgument {}
extension Autoencoder.Precision: ExpressibleByArgument {}
extension Variant.Name: ExpressibleByArgument {}
extension Architecture.Grid: ExpressibleByArgument {}
extension Corruption.Kind: ExpressibleByArgument {}
extension Sparsity.Kind: ExpressibleByArgument {}
extension LabelLearner: ExpressibleByArgument {}
extension PixelWeights: ExpressibleByArgument {}
