#pragma once

#include "services/domain/result.h"
#include "services/http/http_message.h"

namespace binnacle::mlflow {

// An answer that is what the API promises: a 2xx with JSON, or an Error with a sentence for a
// person. Unsupported: the server has no such call (older or newer than it).
Result<HttpResponse> checked(Result<HttpResponse> response);

// For the routes that answer with something else than JSON (files, /version).
Result<HttpResponse> checkedFile(Result<HttpResponse> response);

} // namespace binnacle::mlflow
