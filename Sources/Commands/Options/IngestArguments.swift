public import ArgumentParser
public import Ingestion

extension IngestSettings.Edge: ExpressibleByArgument {}
extension IngestSettings.Weights: ExpressibleByArgument {}
