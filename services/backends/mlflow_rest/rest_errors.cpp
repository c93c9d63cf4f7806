#include "services/backends/mlflow_rest/rest_errors.h"

#include "services/backends/mlflow_rest/answers.h"
#include "services/http/http_error.h"

namespace binnacle::mlflow {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(binnacle)
};

bool looksLikeHtml(const HttpResponse& response)
{
    const auto* type = response.header("content-type");
    if (type && type->find("html") != std::string::npos)
        return true;
    const auto first = response.body.find_first_not_of(" \t\r\n");
    return first != std::string::npos && response.body[first] == '<';
}

Error notJson(const HttpResponse& response)
{
    return {Error::Kind::Invalid,
            Text::tr("%1 answered with a web page instead of JSON. Either it is no MLflow server, "
                     "or a login page stands before it: check the address, or give a token for "
                     "the source.")
                .arg(serverName(response.url)),
            QString::fromStdString(response.body.substr(0, 300))};
}

Error::Kind kindOf(const Refusal& refusal, int status)
{
    const auto is = [&](const char* code) { return refusal.code == code; };
    if (is("ENDPOINT_NOT_FOUND") || is("NOT_IMPLEMENTED") || is("FEATURE_DISABLED"))
        return Error::Kind::Unsupported;
    if (is("RESOURCE_DOES_NOT_EXIST") || is("NOT_FOUND") || status == 404)
        return Error::Kind::NotFound;
    if (is("RESOURCE_ALREADY_EXISTS") || is("RESOURCE_CONFLICT") || is("ABORTED") || status == 409)
        return Error::Kind::Conflict;
    return Error::Kind::Invalid;
}

Error refused(const HttpResponse& response)
{
    if (response.status == 403 && response.body.find("Invalid Host header") != std::string::npos)
        return {Error::Kind::Invalid,
                Text::tr("%1 does not accept its own host name (403, Invalid Host header). This is "
                         "a setting of the server: its name must be added to "
                         "MLFLOW_SERVER_ALLOWED_HOSTS there.")
                    .arg(serverName(response.url)),
                QString::fromStdString(response.body.substr(0, 300))};
    const auto said = refusal(response.body);
    if (!said) {
        if (response.status == 404 || response.status == 405)
            return {Error::Kind::Unsupported,
                    Text::tr("%1 does not know this call of MLflow (%2). Check that the address "
                             "is that of an MLflow server, 2.0 or newer.")
                        .arg(serverName(response.url))
                        .arg(response.status),
                    QString::fromStdString(response.url)};
        return statusError(response);
    }
    auto error = statusError(response);
    if (error.kind == Error::Kind::Invalid || error.kind == Error::Kind::NotFound ||
        error.kind == Error::Kind::Conflict || response.status == 501) {
        error.kind = kindOf(*said, response.status);
        error.message = Text::tr("%1 refused: %2")
                            .arg(serverName(response.url), QString::fromStdString(said->message));
    }
    return error;
}

} // namespace

Result<HttpResponse> checkedFile(Result<HttpResponse> response)
{
    if (!response || response->ok())
        return response;
    return failure(refused(*response));
}

Result<HttpResponse> checked(Result<HttpResponse> response)
{
    response = checkedFile(std::move(response));
    if (response && looksLikeHtml(*response))
        return failure(notJson(*response));
    return response;
}

} // namespace binnacle::mlflow
