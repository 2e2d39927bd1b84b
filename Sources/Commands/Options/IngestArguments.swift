public import ArgumentParser
public import Surveys

extension IngestSettings.Edge: ExpressibleByArgument {}
extension IngestSettings.Weights: ExpressibleByArgument {}
