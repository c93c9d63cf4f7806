#pragma once

#include "services/domain/result.h"
#include "services/http/http_client.h"

#include <QJsonDocument>

#include <stop_token>
#include <string>

namespace binnacle {

// One call of a serving server's management API that answers with JSON or nothing. An answer of 300
// and more is an Error with what the server says of it.
Result<QJsonDocument> callServer(const HttpOptions& options, HttpRequest request,
                                 std::stop_token stop);
// An address without a slash at its end.
std::string withoutSlash(std::string address);
// "curl -X POST 'URL' -d 'BODY'".
QString curlOf(HttpRequest::Method method, const std::string& url, const std::string& body = {},
               const std::string& contentType = "application/json");
// For looks: answers are small and come soon.
HttpOptions managementOptions(std::string server, Credentials credentials);

} // namespace binnacle
