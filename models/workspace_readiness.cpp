#include "models/workspace_readiness.h"

#include <QCoreApplication>

namespace binnacle {

namespace {

QString phaseTitle(const std::string& phase)
{
    const auto words = [](const char* text) {
        return QCoreApplication::translate("Readiness", text);
    };
    if (phase == "data")
        return words(QT_TRANSLATE_NOOP("Readiness", "Data"));
    if (phase == "development")
        return words(QT_TRANSLATE_NOOP("Readiness", "Development"));
    if (phase == "deployment")
        return words(QT_TRANSLATE_NOOP("Readiness", "Deployment"));
    if (phase == "operations")
        return words(QT_TRANSLATE_NOOP("Readiness", "Operations"));
    return QString::fromStdString(phase);
}

ReadinessLine lineOf(const ReadinessItem& item)
{
    ReadinessLine line;
    line.key = QString::fromStdString(item.key);
    line.phase = phaseTitle(item.phase);
    line.title = item.title;
    switch (item.state) {
    case ReadinessItem::State::Met:
        line.state = ReadinessLine::State::Met;
        break;
    case ReadinessItem::State::NotMet:
        line.state = ReadinessLine::State::NotMet;
        break;
    case ReadinessItem::State::NotKnown:
        line.state = ReadinessLine::State::NotKnown;
        break;
    }
    line.evidence = item.evidence;
    line.run = item.run;
    line.byHand = item.byHand;
    line.note = QString::fromStdString(item.note);
    line.byUser = QString::fromStdString(item.byUser);
    return line;
}

} // namespace

Result<std::vector<ReadinessBoard>> WorkspaceReadiness::boards(std::stop_token stop)
{
    const auto all = reader_.all(std::move(stop));
    if (!all)
        return failure(all.error());
    std::vector<ReadinessBoard> boards;
    boards.reserve(all->size());
    for (const auto& one : *all) {
        auto& board = boards.emplace_back();
        board.model = one.model;
        board.name = QString::fromStdString(one.name);
        board.registry = QString::fromStdString(one.registry);
        board.score = one.score;
        board.next = one.next;
        for (const auto& item : one.items)
            board.lines.push_back(lineOf(item));
    }
    return boards;
}

Result<void> WorkspaceReadiness::tick(RegisteredModelRowId model, const QString& item,
                                      std::optional<bool> done, const QString& note)
{
    return reader_.tick(model, item.toStdString(), done, note.toStdString());
}

} // namespace binnacle
