#pragma once

#include "services/serving/scoring.h"

#include <QJsonObject>

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace binnacle {

// A column of a signature: "alcohol", "double".
struct SmokeColumn
{
    std::string name; // may be empty
    std::string type;
    bool operator==(const SmokeColumn&) const = default;
};

// What is asked before any caller is let through, and what the answer has to be like.
struct SmokeInput
{
    QByteArray body;                  // MLflow's serving input
    std::vector<SmokeColumn> inputs;  // of the signature; empty: not known
    std::vector<SmokeColumn> outputs; // of the signature; empty: not known, and not checked
    double mostMilliseconds = 0;      // that an answer may take; 0: any
};

struct SmokeReport
{
    bool passed = false;
    QString sentence;
    qsizetype rows = 0;
    double milliseconds = 0; // the median of three requests after a first one
    std::optional<double> oldMilliseconds;
    qsizetype differing = 0;      // rows whose answer is another than the old version's
    double largestDifference = 0; // of numbers
    QJsonArray answers, oldAnswers;
};
QJsonObject toJson(const SmokeReport& report);

// What is wrong with the answers to `rows` rows; empty: nothing.
QString faultOfAnswers(const QJsonArray& predictions, qsizetype rows,
                       const std::vector<SmokeColumn>& outputs);

// Asks the new version, and the old one where it is there; that the answers differ is told, and no
// fault. What the server said against it is a report that did not pass; errors: Cancelled, and
// Invalid where the input itself can not be used.
Result<SmokeReport> smokeTest(const ScoringPlace& fresh, const std::optional<ScoringPlace>& old,
                              const SmokeInput& input, std::stop_token stop);

} // namespace binnacle
