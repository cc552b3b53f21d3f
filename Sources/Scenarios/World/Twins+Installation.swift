import SalesTwin
import SupplyChainTwin
import Twin

extension Twins {
  /// What the world would be after an installation. Changes nothing.
  /// - Parameter factory: knows the models of every version.
  /// - Throws: `InstallationRefusal` for what a system does not take as it is; what making twins throws.
  public func prepare(_ installation: Installation, by factory: TwinWorldFactory) throws -> WorldConfiguration {
    var wanted = configuration
    do {
      switch installation {
      case .solution(let version):
        wanted.settings.solutionVersion = version ?? ""
        try salesTwin.checkSolution(version, model: try factory.models(wanted).sales)
      case .hotfix(let name), .release(let name):
        let twin = supplyChainTwin
        wanted.settings.supplyChainLevel = try twin.level.installing(name, literalKbText: twin.configuration.literalKbText).description
      }
    } catch let refusal as SolutionRefusal {
      throw InstallationRefusal(description: "\(refusal)")
    } catch let error as SupplyChainModelError {
      throw InstallationRefusal(description: error.message)
    }
    return wanted
  }

  /// Installs something on a system, or removes it, while both systems go on.
  /// - Throws: as `prepare`, and then nothing is changed; `StoreError`.
  public func install(_ installation: Installation, by factory: TwinWorldFactory) throws {
    let wanted = try prepare(installation, by: factory)
    let models = try factory.models(wanted)
    switch installation {
    case .solution(let version):
      sales.service.replaceProduct(try salesTwin.withSolution(version, model: models.sales, ambient: ambient))
    case .hotfix(let name), .release(let name):
      supplyChain.service.replaceProduct(try supplyChainTwin.installing(name, model: models.supplyChain))
    }
    take(wanted, models.schemas)
  }

  /// Goes on at the versions of another configuration, over rows that are of those versions already, as after an image was put back.
  /// - Throws: what making twins throws.
  public func goOn(as wanted: WorldConfiguration, by factory: TwinWorldFactory) throws {
    let models = try factory.models(wanted)
    let version = wanted.settings.solutionVersion.flatMap { $0.isEmpty ? nil : $0 }
    sales.service.replaceProduct(try salesTwin.goingOn(withSolution: version, model: models.sales))
    supplyChain.service.replaceProduct(try supplyChainTwin.goingOn(with: models.supplyChain))
    take(wanted, models.schemas)
  }

  private var salesTwin: SalesTwin {
    guard let twin = sales.service.product as? SalesTwin else { preconditionFailure("the first system of a world is Sales") }
    return twin
  }

  private var supplyChainTwin: SupplyChainTwin {
    guard let twin = supplyChain.service.product as? SupplyChainTwin else {
      preconditionFailure("the second system of a world is Supply Chain")
    }
    return twin
  }
}
