#pragma once

#include "services/domain/run.h"

#include <QJsonObject>

#include <string>
#include <vector>

// Short lists of keys and values, as they stand in one column of the workspace: a JSON object.

namespace binnacle {

QJsonObject objectOf(const std::vector<KeyValue>& pairs);
std::vector<KeyValue> pairsOf(const QJsonObject& object); // by key

std::string pairsText(const std::vector<KeyValue>& pairs);
std::vector<KeyValue> pairsOf(const std::string& text); // nothing where it is no JSON object

} // namespace binnacle
