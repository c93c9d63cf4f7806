#include "services/data/drift_run.h"

#include <yaml-cpp/yaml.h>

#include <QCoreApplication>

#include <cmath>

namespace binnacle {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("data", text);
}

// Thrown and caught in this file only.
struct Fault
{
    QString message;
};

[[noreturn]] void fault(const YAML::Node& node, const QString& what)
{
    throw Fault{tr("Line %1, column %2: %3")
                    .arg(node.Mark().line + 1)
                    .arg(node.Mark().column + 1)
                    .arg(what)};
}

double numberOf(const YAML::Node& node)
{
    const auto value = node.IsScalar() ? node.as<double>(std::nan("")) : std::nan("");
    if (!std::isfinite(value))
        fault(node, tr("A number is wanted here."));
    return value;
}

DriftColumnType typeOf(const YAML::Node& node)
{
    const auto name = node.as<std::string>("");
    for (const auto type :
         {DriftColumnType::Numeric, DriftColumnType::Categorical, DriftColumnType::Text})
        if (name == driftColumnTypeName(type))
            return type;
    fault(node, tr("A type is num, cat or text."));
}

DriftChoice choiceOf(const YAML::Node& node)
{
    if (!node.IsMap())
        fault(node, tr("A column has a type, a method, a threshold, or several of them."));
    DriftChoice choice;
    for (const auto& entry : node) {
        const auto name = entry.first.as<std::string>("");
        if (name == "method") {
            choice.method = driftMethodOf(entry.second.as<std::string>(""));
            if (!choice.method)
                fault(entry.second,
                      tr("There is no method “%1”.")
                          .arg(QString::fromStdString(entry.second.as<std::string>(""))));
        } else if (name == "type") {
            choice.type = typeOf(entry.second);
        } else if (name == "threshold") {
            choice.threshold = numberOf(entry.second);
        } else {
            fault(entry.first, tr("“%1” is not known; known are type, method and threshold.")
                                   .arg(QString::fromStdString(name)));
        }
    }
    return choice;
}

DriftRunOptions readDocument(const YAML::Node& root)
{
    DriftRunOptions options;
    if (!root.IsMap())
        fault(root, tr("The file is a map of drift_share, correct and columns."));
    for (const auto& entry : root) {
        const auto name = entry.first.as<std::string>("");
        if (name == "drift_share") {
            options.driftShare = numberOf(entry.second);
        } else if (name == "correct") {
            options.correct = entry.second.as<std::string>("") == "true";
        } else if (name == "columns" && entry.second.IsMap()) {
            for (const auto& column : entry.second)
                options.choices[column.first.as<std::string>("")] = choiceOf(column.second);
        } else {
            fault(entry.first, tr("“%1” is not known; known are drift_share, correct and columns.")
                                   .arg(QString::fromStdString(name)));
        }
    }
    return options;
}

} // namespace

Result<DriftRunOptions> readDriftChoices(const std::string& yaml)
{
    try {
        return readDocument(YAML::Load(yaml));
    } catch (const Fault& wrong) {
        return failure(Error::Kind::Invalid, wrong.message);
    } catch (const YAML::Exception& exception) {
        return failure(Error::Kind::Invalid, tr("Line %1, column %2: %3")
                                                 .arg(exception.mark.line + 1)
                                                 .arg(exception.mark.column + 1)
                                                 .arg(QString::fromStdString(exception.msg)));
    }
}

} // namespace binnacle
