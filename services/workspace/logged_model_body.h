#pragma once

#include "services/domain/run.h"

#include <string>

// What stands in logged_model.body: JSON with all of a logged model that has no column of its own.

namespace binnacle {

std::string loggedModelBody(const LoggedModel& model);
void readLoggedModelBody(const std::string& body, LoggedModel& model);

} // namespace binnacle
