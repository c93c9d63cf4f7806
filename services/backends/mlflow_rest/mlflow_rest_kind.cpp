#include "services/backends/mlflow_rest/mlflow_rest_kind.h"

#include "services/backends/mlflow_rest/mlflow_rest_backend.h"
#include "services/backends/mlflow_rest/mlflow_rest_registry.h"
#include "services/credentials/address_credentials.h"
#include "services/http/url.h"

namespace binnacle {

TrackingBackendKind mlflowRestKind(std::shared_ptr<CredentialStore> credentials)
{
    TrackingBackendKind kind;
    kind.kind = "mlflow-rest";
    kind.title = QCoreApplication::translate("binnacle", "MLflow server").toStdString();
    kind.recognise = [](const std::string& address) {
        return plainAddress(withoutCredentials(address));
    };
    kind.openRegistry =
        [credentials](const Source& source) -> Result<std::shared_ptr<RegistryBackend>> {
        return std::make_shared<MlflowRestRegistry>(source.uri, credentials);
    };
    kind.open = [credentials = std::move(credentials)](
                    const Source& source) -> Result<std::shared_ptr<TrackingBackend>> {
        return std::make_shared<MlflowRestBackend>(source.uri, credentials);
    };
    return kind;
}

} // namespace binnacle
