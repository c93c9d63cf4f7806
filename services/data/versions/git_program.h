#pragma once

#include "services/domain/result.h"

#include <QByteArray>
#include <QStringList>

#include <stop_token>
#include <string>

namespace binnacle {

// Asks git, and only asks: no lock, no hook, no monitor, no pager, no prompt.
// Errors: NotFound (no program, no repository, no such object), Cancelled.
Result<QByteArray> askGit(const std::string& folder, const QStringList& arguments,
                          const std::stop_token& stop);

} // namespace binnacle
