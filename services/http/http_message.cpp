#include "services/http/http_message.h"

namespace binnacle {

HttpRequest HttpRequest::get(std::string url)
{
    HttpRequest request;
    request.url = std::move(url);
    return request;
}

HttpRequest HttpRequest::putFile(std::string url, std::filesystem::path file)
{
    HttpRequest request;
    request.method = Method::Put;
    request.url = std::move(url);
    request.bodyFile = std::move(file);
    request.timeout = std::chrono::milliseconds(0);
    return request;
}

HttpRequest HttpRequest::postJson(std::string url, std::string body, bool repeatable)
{
    HttpRequest request;
    request.method = Method::Post;
    request.url = std::move(url);
    request.body = std::move(body);
    request.repeatable = repeatable;
    return request;
}

} // namespace binnacle
