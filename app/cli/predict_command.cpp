#include "app/cli/output.h"
#include "app/cli/promotion_parts.h"
#include "app/cli/serving_parts.h"
#include "app/cli/text_table.h"
#include "services/serving/scoring.h"
#include "services/workspace/target_store.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <cstdio>

namespace binnacle::cli {

namespace {

struct Options
{
    std::string target, model, version, rows = "-";
    bool oneTensor = false, plan = false;
};

Result<QByteArray> readRows(const std::string& name)
{
    constexpr qint64 most = qint64(64) << 20;
    QFile file;
    if (name != "-")
        file.setFileName(QString::fromStdString(name));
    const bool open =
        name == "-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!open)
        return failure(Error::Kind::Storage,
                       Text::tr("“%1” can not be read.").arg(QString::fromStdString(name)));
    return file.read(most);
}

CommandResult predict(Context& context, const Options& options)
{
    const auto target = TargetStore(context.workspace).find(options.target);
    if (!target)
        return failed(target.error());
    const auto backend = openTarget(context, *target);
    if (!backend)
        return failed(backend.error());
    const auto body = readRows(options.rows);
    if (!body)
        return failed(body.error());
    const auto rows = rowsFromMlflow(*body);
    if (!rows)
        return failed(rows.error());
    const auto place = (*backend)->scoringPlace(options.model, options.version, context.stop);
    if (!place)
        return failed(place.error());
    const auto asked = scoringBody(*rows, place->form, options.oneTensor);
    if (!asked)
        return failed(asked.error());
    if (options.plan) {
        context.out.line(plainLine(scoringCurl(*place, *asked)).toStdString());
        return {};
    }
    const auto answer = score(*place, *asked, context.stop);
    if (!answer)
        return failed(answer.error());
    if (context.json)
        answerJson(context, {{QStringLiteral("predictions"), answer->predictions},
                             {QStringLiteral("milliseconds"), answer->milliseconds}});
    else
        context.out.line(
            QJsonDocument(answer->predictions).toJson(QJsonDocument::Compact).toStdString());
    return {};
}

} // namespace

void addPredictCommand(CLI::App& app, Request& request)
{
    const auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("predict", "Ask a served model");
    command->add_option("TARGET", options->target, "One of “targets”")->required();
    command->add_option("MODEL", options->model, "The registered model")->required();
    command->add_option("ROWS", options->rows,
                        "JSON with dataframe_split, dataframe_records, inputs or instances "
                        "(default: standard input)");
    command->add_option("--version", options->version, "Only this one (default: as callers do)");
    command->add_flag("--one-tensor", options->oneTensor, "All columns as one tensor of numbers");
    command->add_flag("--plan", options->plan, "Show the request, send nothing");
    command->callback([&request, options] {
        request.run = [options](Context& context) { return predict(context, *options); };
    });
}

} // namespace binnacle::cli
