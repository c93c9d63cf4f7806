#include "services/serving/smoke_test.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace binnacle {

namespace {

QString text(const char* source)
{
    return QCoreApplication::translate("SmokeTest", source);
}

bool isOfType(const QJsonValue& value, const std::string& type)
{
    const auto begins = [&](const char* name) { return type.starts_with(name); };
    if (value.isNull() || value.isUndefined())
        return false;
    if (begins("tensor") || begins("array") || begins("object") || begins("map") || begins("any"))
        return true; // its inside is the server's affair
    if (begins("string") || begins("binary") || begins("datetime"))
        return value.isString();
    if (begins("boolean"))
        return value.isBool() || value.isDouble();
    if (begins("integer") || begins("long"))
        return value.isDouble() && value.toDouble() == std::floor(value.toDouble());
    // NaN and the infinities are words in some servers' answers.
    return value.isDouble() || value.isString();
}

QString faultOfRow(const QJsonValue& row, const std::vector<SmokeColumn>& outputs)
{
    const auto wrong = [](const SmokeColumn& column) {
        return text("“%1” is no %2")
            .arg(QString::fromStdString(column.name), QString::fromStdString(column.type));
    };
    if (row.isObject()) {
        for (const auto& column : outputs) {
            if (!column.name.empty() &&
                !isOfType(row.toObject().value(QString::fromStdString(column.name)), column.type))
                return wrong(column);
        }
        return {};
    }
    if (row.isArray() && outputs.size() > 1) {
        const auto values = row.toArray();
        if (values.size() != static_cast<qsizetype>(outputs.size()))
            return text("it has %1 values instead of %2").arg(values.size()).arg(outputs.size());
        for (std::size_t i = 0; i < outputs.size(); ++i) {
            if (!isOfType(values.at(static_cast<qsizetype>(i)), outputs[i].type))
                return wrong(outputs[i]);
        }
        return {};
    }
    const auto single = row.isArray() && row.toArray().size() == 1 ? row.toArray().first() : row;
    if (outputs.size() == 1 && !isOfType(single, outputs.front().type))
        return text("it is no %1").arg(QString::fromStdString(outputs.front().type));
    return {};
}

// Greatest absolute difference of two answers; infinite where they are not alike at all.
double differenceOf(const QJsonValue& a, const QJsonValue& b)
{
    if (a.isDouble() && b.isDouble())
        return std::abs(a.toDouble() - b.toDouble());
    if (a.isArray() && b.isArray() && a.toArray().size() == b.toArray().size()) {
        double most = 0;
        for (qsizetype i = 0; i < a.toArray().size(); ++i)
            most = std::max(most, differenceOf(a.toArray().at(i), b.toArray().at(i)));
        return most;
    }
    if (a.isObject() && b.isObject() && a.toObject().keys() == b.toObject().keys()) {
        double most = 0;
        for (const auto& key : a.toObject().keys())
            most = std::max(most, differenceOf(a.toObject().value(key), b.toObject().value(key)));
        return most;
    }
    return a == b ? 0 : std::numeric_limits<double>::infinity();
}

void compare(SmokeReport& report)
{
    const auto rows = std::min(report.answers.size(), report.oldAnswers.size());
    for (qsizetype i = 0; i < rows; ++i) {
        const double difference = differenceOf(report.answers.at(i), report.oldAnswers.at(i));
        report.differing += difference > 0 ? 1 : 0;
        if (std::isfinite(difference))
            report.largestDifference = std::max(report.largestDifference, difference);
    }
}

struct Asked
{
    QJsonArray predictions;
    double median = 0;
};

Result<Asked> askThrice(const ScoringPlace& place, const QByteArray& body,
                        const std::stop_token& stop)
{
    auto first = score(place, body, stop); // caches are filled by it
    if (!first)
        return failure(first.error());
    std::array<double, 3> times{};
    for (auto& time : times) {
        const auto answer = score(place, body, stop);
        if (!answer)
            return failure(answer.error());
        time = answer->milliseconds;
    }
    std::ranges::sort(times);
    return Asked{std::move(first->predictions), times[1]};
}

Result<QByteArray> bodyFor(const ScoringPlace& place, const ScoringRows& rows,
                           const QByteArray& original)
{
    if (place.form == ScoringForm::Mlflow)
        return original; // as the model's own example has it
    return scoringBody(rows, place.form, true).or_else([&](const Error&) {
        return scoringBody(rows, place.form, false);
    });
}

} // namespace

QString faultOfAnswers(const QJsonArray& predictions, qsizetype rows,
                       const std::vector<SmokeColumn>& outputs)
{
    if (predictions.size() != rows)
        return text("%1 rows were asked for and %2 answered.").arg(rows).arg(predictions.size());
    for (qsizetype i = 0; i < predictions.size(); ++i) {
        const auto fault = faultOfRow(predictions.at(i), outputs);
        if (!fault.isEmpty())
            return text("Answer %1 is not what the signature says: %2.").arg(i + 1).arg(fault);
    }
    return {};
}

Result<SmokeReport> smokeTest(const ScoringPlace& fresh, const std::optional<ScoringPlace>& old,
                              const SmokeInput& input, std::stop_token stop)
{
    auto rows = rowsFromMlflow(input.body);
    if (!rows)
        return failure(rows.error());
    for (const auto& column : rows->columns) {
        const auto known = std::ranges::find(input.inputs, column, &SmokeColumn::name);
        rows->types.push_back(known == input.inputs.end() ? std::string() : known->type);
    }
    const auto body = bodyFor(fresh, *rows, input.body);
    if (!body)
        return failure(body.error());
    SmokeReport report;
    report.rows = rows->rows.size();
    const auto answer = askThrice(fresh, *body, stop);
    if (!answer) {
        if (answer.error().kind == Error::Kind::Cancelled)
            return failure(answer.error());
        report.sentence = answer.error().message;
        return report;
    }
    report.answers = answer->predictions;
    report.milliseconds = answer->median;
    report.sentence = faultOfAnswers(report.answers, report.rows, input.outputs);
    if (report.sentence.isEmpty() && input.mostMilliseconds > 0 &&
        report.milliseconds > input.mostMilliseconds)
        report.sentence = text("An answer took %1 ms, at most %2 ms are allowed.")
                              .arg(report.milliseconds, 0, 'f', 1)
                              .arg(input.mostMilliseconds);
    report.passed = report.sentence.isEmpty();
    if (!report.passed)
        return report;
    report.sentence =
        text("%1 rows answered in %2 ms.").arg(report.rows).arg(report.milliseconds, 0, 'f', 1);
    const auto oldBody = old ? bodyFor(*old, *rows, input.body) : body;
    if (const auto before = old && oldBody ? askThrice(*old, *oldBody, stop)
                                           : Result<Asked>(failure(cancelledError()))) {
        report.oldAnswers = before->predictions;
        report.oldMilliseconds = before->median;
        compare(report);
        report.sentence += text(" The old version: %1 ms, another answer to %2 rows.")
                               .arg(before->median, 0, 'f', 1)
                               .arg(report.differing);
    }
    return report;
}

QJsonObject toJson(const SmokeReport& report)
{
    return {{QStringLiteral("passed"), report.passed},
            {QStringLiteral("sentence"), report.sentence},
            {QStringLiteral("rows"), report.rows},
            {QStringLiteral("milliseconds"), report.milliseconds},
            {QStringLiteral("old_milliseconds"),
             report.oldMilliseconds ? QJsonValue(*report.oldMilliseconds) : QJsonValue()},
            {QStringLiteral("differing_rows"), report.differing},
            {QStringLiteral("largest_difference"), report.largestDifference}};
}

} // namespace binnacle
