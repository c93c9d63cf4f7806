#include "models/comparison_model.h"
#include "tests/gui/run/run_fixture.h"
#include "widgets/artifacts/picture_view.h"
#include "widgets/compare/card_kinds.h"
#include "widgets/compare/cards/artifacts_card.h"

#include <QComboBox>
#include <QSignalSpy>

using namespace binnacle;
using namespace binnacle::test;
using State = ArtifactComparisonModel::State;

// Artifacts side by side as a card of the comparison.
class TestArtifactsCard : public QObject
{
    Q_OBJECT
    std::unique_ptr<RunFixture> window;
    std::unique_ptr<ComparisonModel> comparison;
    std::unique_ptr<ComparisonScope> scope;
    std::shared_ptr<Prompts> prompts;
    std::unique_ptr<ComparisonCard> card;

    ArtifactComparisonModel& model() const
    {
        return static_cast<ArtifactsCard*>(card.get())->model();
    }

private slots:
    void init()
    {
        window = std::make_unique<RunFixture>();
        for (const auto* run : {"wine-gbm-058", "wine-mlp-057"}) {
            window->put(run, "eval.csv",
                        QByteArray("id,pred\n1,a\n2,") + (run[5] == 'g' ? "b\n" : "c\n"));
            window->put(run, "notes.txt", run);
        }
        comparison = std::make_unique<ComparisonModel>(window->workspace, window->engine,
                                                       window->pools, window->colors);
        scope = std::make_unique<ComparisonScope>();
        scope->setRuns({{window->row("wine-gbm-058"), {}, QStringLiteral("gbm"), 0, false},
                        {window->row("wine-mlp-057"), {}, QStringLiteral("mlp"), 1, false}});
        const CardKind* kind = findCardKind(QStringLiteral("artifacts"));
        QVERIFY(kind);
        card.reset(kind->make({*comparison, *scope, window->workspace, window->engine,
                               window->pools, window->sync.get(), prompts},
                              nullptr));
        card->setSpec({QStringLiteral("c1"), kind->kind, {}, {}, 8, 7});
        card->resize(900, 420);
        card->show();
        QTRY_COMPARE(model().state(), State::Ready);
    }
    void cleanup()
    {
        card.reset();
        scope.reset();
        comparison.reset();
        window.reset();
    }

    void tellsWhatItShowsAsATable()
    {
        QCOMPARE(card->heading(), QStringLiteral("eval.csv"));
        const CardTable table = card->table();
        QCOMPARE(table.header, (QStringList{QStringLiteral("id"), QStringLiteral("pred, gbm"),
                                            QStringLiteral("pred, mlp")}));
        QCOMPARE(table.rows.size(), 2U);
        QCOMPARE(table.rows[1][2].toString(), QStringLiteral("c"));
    }

    void choiceIsKeptInTheLayoutAndComesBack()
    {
        QSignalSpy edited(card.get(), &ComparisonCard::optionsEdited);
        auto* choices = card->findChild<QComboBox*>(QStringLiteral("sharedArtifacts"));
        choices->setFocus();
        QTest::keyClick(choices, Qt::Key_Down);
        QTRY_COMPARE(card->heading(), QStringLiteral("notes.txt"));
        QCOMPARE(edited.size(), 1);
        QCOMPARE(edited[0][0].toJsonObject()[u"artifact"].toString(),
                 QStringLiteral("file:notes.txt"));
        QTRY_COMPARE(model().form(), ArtifactComparisonModel::Form::Texts);
        QCOMPARE(card->table().rows.size(), 1U);
        CardSpec spec = card->spec();
        spec.options[QStringLiteral("artifact")] = QStringLiteral("file:eval.csv");
        card->setSpec(spec);
        QTRY_COMPARE(card->heading(), QStringLiteral("eval.csv"));
    }

    void followsTheRunsInSight()
    {
        auto runs = scope->runs();
        runs[1].hidden = true;
        scope->setRuns(runs);
        QTRY_COMPARE(model().runs().size(), 1U);
        QTRY_COMPARE(model().state(), State::Ready);
    }

    void isPaintedIntoAPicture()
    {
        QImage image(900, 420, QImage::Format_RGB32);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        card->paintBody(painter, image.rect());
        painter.end();
        int painted = 0;
        for (int x = 0; x < image.width(); x += 5)
            for (int y = 0; y < image.height(); y += 5)
                painted += image.pixel(x, y) != QColor(Qt::magenta).rgb() ? 1 : 0;
        QVERIFY(painted > 1000);
    }
};

QTEST_MAIN(TestArtifactsCard)
#include "test_artifacts_card.moc"
