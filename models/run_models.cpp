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

QString typeText(const StructuredValue& column)
{
    const auto* kind = column.find("type");
    QString type = textOf(kind);
    if (type == u"tensor") {
        if (const auto* tensor = column.find("tensor-spec"))
            type = QStringLiteral("%1 %2").arg(
                textOf(tensor->find("dtype")),
                tensor->find("shape") ? QString::fromStdString(compactText(*tensor->find("shape")))
                                      : QString());
    }
    return type;
}

// A column list stands as JSON text within the YAML.
QStringList columnLines(const StructuredValue* list)
{
    if (!list || list->kind != Kind::Text)
        return {};
    const auto columns = parseJson(list->text);
    if (!columns || columns->kind != Kind::List)
        return {};
    QStringList lines;
    for (const auto& column : columns->items) {
        const QString name = textOf(column.find("name"));
        QString line = name.isEmpty() ? typeText(column)
                                      : QStringLiteral("%1: %2").arg(name, typeText(column));
        if (column.find("required") && textOf(column.find("required")) == u"false")
            line += QStringLiteral(" (optional)");
        if (const auto* preset = column.find("default"))
            line += QStringLiteral(" = ") + QString::fromStdString(compactText(*preset));
        lines << line;
    }
    return lines;
}

QString flavorText(const std::string& name, const StructuredValue& flavor)
{
    for (const std::string& key :
         {name + "_version", std::string("sklearn_version"), std::string("pytorch_version")}) {
        if (const auto* version = flavor.find(key))
            return QStringLiteral("%1 %2").arg(QString::fromStdString(name), textOf(version));
    }
    return QString::fromStdString(name);
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

ModelFacts modelFacts(const StructuredValue& mlmodel)
{
    ModelFacts facts;
    if (const auto* flavors = mlmodel.find("flavors"); flavors && flavors->kind == Kind::Map) {
        for (std::size_t i = 0; i < flavors->keys.size(); ++i)
            facts.flavors << flavorText(flavors->keys[i], flavors->items[i]);
        if (const auto* function = flavors->find("python_function"))
            facts.pythonVersion = textOf(function->find("python_version"));
    }
    if (const auto* signature = mlmodel.find("signature"); signature) {
        facts.inputs = columnLines(signature->find("inputs"));
        facts.outputs = columnLines(signature->find("outputs"));
        facts.params = columnLines(signature->find("params"));
    }
    facts.mlflowVersion = textOf(mlmodel.find("mlflow_version"));
    if (const auto size = textOf(mlmodel.find("model_size_bytes")).toLongLong(); size > 0)
        facts.size = bytesText(size);
    return facts;
}

Result<ModelFacts> readModelFacts(const ArtifactSource& open, const std::string& runId,
                                  const std::string& path, std::stop_token stop)
{
    const auto file = fetchArtifact(open, runId, path + "/MLmodel", {}, std::move(stop));
    if (!file)
        return failure(file.error());
    if (!(*file)->structure)
        return failure(Error::Kind::Invalid, (*file)->note);
    return modelFacts(*(*file)->structure);
}

} // namespace binnacle
