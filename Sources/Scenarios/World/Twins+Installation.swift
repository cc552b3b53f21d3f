import SalesTwin
import SupplyChainTwin
import Twin

extension Twins {
  /// Installs something on a system, or removes it, while both systems go on.
  /// - Parameter factory: knows the models of every version.
  /// - Throws: `InstallationRefusal`; what making twins throws.
  public func install(_ installation: Installation, by factory: TwinWorldFactory) throws {
    do {
      switch installation {
      case .solution(let version): try install(solution: version, by: factory)
      case .hotfix(let name), .release(let name): try install(onSupplyChain: name, by: factory)
      }
    } catch let refusal as SolutionRefusal {
      throw InstallationRefusal(description: "\(refusal)")
    } catch let error as SupplyChainModelError {
      throw InstallationRefusal(description: error.message)
    }
  }

  private func install(solution version: String?, by factory: TwinWorldFactory) throws {
    guard let twin = sales.service.product as? SalesTwin else { preconditionFailure("the first system of a world is Sales") }
    var wanted = configuration
    wanted.settings.solutionVersion = version ?? ""
    let models = try factory.models(wanted)
    sales.service.replaceProduct(try twin.withSolution(version, model: models.sales, ambient: ambient))
    take(wanted, models.schemas)
  }

  private func install(onSupplyChain name: String, by factory: TwinWorldFactory) throws {
    guard let twin = supplyChain.service.product as? SupplyChainTwin else {
      preconditionFailure("the second system of a world is Supply Chain")
    }
    var wanted = configuration
    wanted.settings.supplyChainLevel = try twin.level.installing(name, literalKbText: twin.configuration.literalKbText).description
    let models = try factory.models(wanted)
    supplyChain.service.replaceProduct(try twin.installing(name, model: models.supplyChain))
    take(wanted, models.schemas)
  }
}
