#include "models/run_models.h"

#include "models/number_text.h"

#include <QDateTime>

#include <algorithm>

namespace binnacle {

namespace {

using Kind = StructuredValue::Kind;

QString textOf(const StructuredValue* value)
{
    return value && value->isScalar() ? QString::fromStdString(value->text) : QString();
}

// "2026-11-24 10:02:31.123456", UTC as MLflow writes it.
std::optional<std::int64_t> timeOf(const QString& text)
{
    auto time = QDateTime::fromString(text.left(19).replace(u' ', u'T'), Qt::ISODate);
    if (!time.isValid())
        return std::nullopt;
    time.setTimeSpec(Qt::UTC);
    return time.toMSecsSinceEpoch();
}

// "double", "int64 [-1]" of a tensor.
QString typeText(const std::string& type)
{
    QString text = QString::fromStdString(type);
    if (text.startsWith(u"tensor(") && text.endsWith(u')'))
        text = text.mid(7).chopped(1).replace(QStringLiteral(", ["), QStringLiteral(" ["));
    return text;
}

QStringList columnLines(const std::vector<ModelColumn>& columns)
{
    QStringList lines;
    for (const auto& column : columns) {
        QString line = typeText(column.type);
        if (!column.name.empty())
            line = QStringLiteral("%1: %2").arg(QString::fromStdString(column.name), line);
        lines << (column.required ? line : line + QStringLiteral(" (optional)"));
    }
    return lines;
}

QStringList paramLines(const std::vector<ModelParam>& params)
{
    QStringList lines;
    for (const auto& param : params) {
        QString line = QStringLiteral("%1: %2").arg(QString::fromStdString(param.name),
                                                    QString::fromStdString(param.type));
        if (!param.preset.empty())
            line += QStringLiteral(" = ") + QString::fromStdString(param.preset);
        lines << line;
    }
    return lines;
}

void addHistory(const std::string& history, std::vector<RunModel>& models)
{
    const auto list = parseJson(history);
    if (!list || list->kind != Kind::List)
        return;
    for (const auto& entry : list->items) {
        const QString path = textOf(entry.find("artifact_path"));
        const bool known =
            std::ranges::any_of(models, [&](const RunModel& model) { return model.name == path; });
        if (path.isEmpty() || known)
            continue;
        RunModel model;
        model.name = path;
        model.path = path.toStdString();
        model.created = timeOf(textOf(entry.find("utc_time_created")));
        models.push_back(std::move(model));
    }
}

} // namespace

std::vector<RunModel> modelsOf(const Run& run, const std::vector<LoggedModel>& logged)
{
    std::vector<RunModel> models;
    for (const auto& entry : logged) {
        RunModel model;
        model.name = QString::fromStdString(entry.name);
        model.id = QString::fromStdString(entry.id);
        model.status = QString::fromStdString(entry.status);
        model.type = QString::fromStdString(entry.modelType);
        model.created = entry.creationTime;
        model.path = entry.name;
        model.params = entry.params;
        model.metrics = entry.metrics;
        models.push_back(std::move(model));
    }
    if (const auto* history = findValue(run.tags, "mlflow.log-model.history"))
        addHistory(*history, models);
    return models;
}

ModelFacts modelFacts(const ModelFile& file)
{
    ModelFacts facts;
    for (const auto& flavor : file.flavors) {
        const auto name = QString::fromStdString(flavor.name);
        facts.flavors << (flavor.version.empty()
                              ? name
                              : name + u' ' + QString::fromStdString(flavor.version));
    }
    facts.pythonVersion = QString::fromStdString(file.pythonVersion);
    if (file.signature) {
        facts.inputs = columnLines(file.signature->inputs);
        facts.outputs = columnLines(file.signature->outputs);
        facts.params = paramLines(file.signature->params);
    }
    facts.mlflowVersion = QString::fromStdString(file.mlflowVersion);
    if (file.sizeBytes.value_or(0) > 0)
        facts.size = bytesText(*file.sizeBytes);
    return facts;
}

Result<ModelFacts> readModelFacts(const ArtifactSource& open, const std::string& runId,
                                  const std::string& path, std::stop_token stop)
{
    const auto content = fetchArtifact(open, runId, path + "/MLmodel", {}, std::move(stop));
    if (!content)
        return failure(content.error());
    if (!(*content)->structure)
        return failure(Error::Kind::Invalid, (*content)->note);
    const auto file = parseModelFile((*content)->text.toStdString());
    if (!file)
        return failure(file.error());
    return modelFacts(*file);
}

} // namespace binnacle
