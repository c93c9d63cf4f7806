#include "services/data/drift_record.h"

#include "services/data/versions/dataset_digest.h"
#include "services/drift/drift_report_json.h"

#include <QJsonDocument>

#include <algorithm>
#include <filesystem>

namespace binnacle {

namespace {

Result<DriftSide> sideOf(const Dataset& data, const std::stop_token& stop)
{
    DriftSide side;
    side.rows = data.rows;
    if (!side.rows) {
        const auto counted =
            rowOf(*data.engine, "SELECT count(*) FROM " + data.relation, {stop, {}});
        if (!counted)
            return failure(counted.error());
        side.rows = counted->front().toInteger();
    }
    std::error_code error;
    const auto path = std::filesystem::absolute(data.address.path, error).lexically_normal();
    if (error || !std::filesystem::exists(path, error)) {
        side.path = data.address.path; // a pattern of files
        return side;
    }
    side.path = path.string();
    auto digest = datasetDigest(side.path, stop);
    if (!digest)
        return failure(digest.error());
    side.digest = std::move(*digest);
    return side;
}

} // namespace

KeptDriftReport keptDriftReport(const DriftDocument& document, const DriftRunOptions& options)
{
    const auto& report = document.report;
    KeptDriftReport kept;
    kept.row.subject = document.subject;
    kept.row.columns = static_cast<std::int64_t>(report.columns.size());
    kept.row.drifted = std::ranges::count(report.columns, true, &ColumnDrift::drifted);
    kept.row.share = report.shareDrifted;
    kept.row.driftShare = report.driftShare;
    kept.row.datasetDrift = report.datasetDrift;
    kept.options = driftOptionsJson(options);
    kept.body =
        QJsonDocument(driftDocumentJson(document)).toJson(QJsonDocument::Compact).toStdString();
    return kept;
}

Result<DriftDocument> driftDocumentOf(const KeptDriftReport& kept)
{
    return readDriftDocument(QByteArray::fromStdString(kept.body));
}

std::string driftOptionsJson(const DriftRunOptions& options)
{
    QJsonObject columns;
    for (const auto& [column, choice] : options.choices) {
        QJsonObject object;
        if (choice.method)
            object.insert(QStringLiteral("method"),
                          QString::fromUtf8(factsOf(*choice.method).name.data()));
        if (choice.threshold)
            object.insert(QStringLiteral("threshold"), *choice.threshold);
        columns.insert(QString::fromStdString(column), object);
    }
    const QJsonObject root{{QStringLiteral("drift_share"), options.driftShare},
                           {QStringLiteral("correct"), options.correct},
                           {QStringLiteral("columns"), columns}};
    return QJsonDocument(root).toJson(QJsonDocument::Compact).toStdString();
}

DriftRunOptions driftOptionsOf(const std::string& json)
{
    const auto root = QJsonDocument::fromJson(QByteArray::fromStdString(json)).object();
    DriftRunOptions options;
    options.driftShare = root.value(QLatin1String("drift_share")).toDouble(defaultDriftShare);
    options.correct = root.value(QLatin1String("correct")).toBool();
    const auto columns = root.value(QLatin1String("columns")).toObject();
    for (auto each = columns.begin(); each != columns.end(); ++each) {
        const auto object = each.value().toObject();
        DriftChoice choice;
        choice.method =
            driftMethodOf(object.value(QLatin1String("method")).toString().toStdString());
        const auto threshold = object.value(QLatin1String("threshold"));
        if (threshold.isDouble())
            choice.threshold = threshold.toDouble();
        if (choice.method || choice.threshold)
            options.choices[each.key().toStdString()] = choice;
    }
    return options;
}

Result<DriftSubject> driftSubject(const Dataset& reference, const Dataset& current,
                                  std::int64_t now, const std::stop_token& stop)
{
    auto first = sideOf(reference, stop);
    if (!first)
        return failure(first.error());
    auto second = sideOf(current, stop);
    if (!second)
        return failure(second.error());
    return DriftSubject{std::move(*first), std::move(*second), now, {}};
}

DriftDocument evidenceOf(const DriftDocument& document)
{
    DriftDocument evidence{document.report, document.subject, {}, {}};
    for (auto& column : evidence.report.columns)
        column.distribution.reset();
    return evidence;
}

} // namespace binnacle
