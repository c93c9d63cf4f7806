#include "widgets/artifacts/artifact_viewer.h"

#include "models/artifact_table_model.h"
#include "models/number_text.h"
#include "models/structure_model.h"
#include "widgets/artifacts/matrix_view.h"
#include "widgets/artifacts/picture_view.h"
#include "widgets/artifacts/text_view.h"
#include "widgets/artifacts/value_tables.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/markdown_view.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QTreeView>

#include <algorithm>

namespace binnacle {

namespace {

using Form = ArtifactViewer::Form;

std::vector<Form> formsOf(const ArtifactContent& content)
{
    std::vector<Form> forms;
    if (!content.picture.isNull())
        forms.push_back(Form::Picture);
    if (content.matrix)
        forms.push_back(Form::Matrix);
    if (content.table)
        forms.push_back(Form::Table);
    if (content.structure)
        forms.push_back(Form::Tree);
    if (content.kind == ArtifactKind::Markdown)
        forms.push_back(Form::Markdown);
    if (isTextKind(content.kind))
        forms.push_back(Form::Text);
    if (forms.empty() || content.kind == ArtifactKind::Parquet)
        forms.push_back(Form::Facts);
    return forms;
}

constexpr int unfoldedRows = 60; // a tree that is no longer than that is shown unfolded

} // namespace

ArtifactViewer::ArtifactViewer(QWidget* parent)
    : QWidget(parent)
    , tabs_(new QTabBar(this))
    , stack_(new QStackedWidget(this))
    , note_(new TextLabel({}, TextRole::Muted, this))
    , nothing_(new EmptyState(this))
{
    tabs_->setObjectName(QStringLiteral("artifactForms"));
    tabs_->setAccessibleName(tr("How it is shown"));
    tabs_->setDrawBase(false);
    tabs_->setExpanding(false);
    note_->setObjectName(QStringLiteral("artifactNote"));
    note_->setWordWrap(true);
    stack_->addWidget(nothing_);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::xs);
    layout->addWidget(tabs_);
    layout->addWidget(note_);
    layout->addWidget(stack_, 1);
    connect(tabs_, &QTabBar::currentChanged, this, &ArtifactViewer::choose);
    clear();
}

void ArtifactViewer::setPrompts(Prompts* prompts)
{
    prompts_ = prompts;
    if (markdown_)
        markdown_->setPrompts(prompts);
}

void ArtifactViewer::clear(const QString& sentence)
{
    content_.reset();
    forms_.clear();
    form_ = Form::Nothing;
    tabs_->hide();
    note_->hide();
    nothing_->show(EmptyState::Kind::Empty,
                   sentence.isEmpty() ? tr("Choose a file to look at it.") : sentence, {},
                   QStringLiteral("file"));
    stack_->setCurrentWidget(nothing_);
}

void ArtifactViewer::show(const SharedArtifact& content)
{
    content_ = content;
    forms_ = formsOf(*content);
    const QSignalBlocker quiet(tabs_);
    while (tabs_->count() > 0)
        tabs_->removeTab(0);
    for (const Form form : forms_) {
        switch (form) {
        case Form::Picture:
            tabs_->addTab(tr("Picture"));
            break;
        case Form::Matrix:
            tabs_->addTab(tr("Matrix"));
            break;
        case Form::Table:
            tabs_->addTab(tr("Table"));
            break;
        case Form::Tree:
            tabs_->addTab(tr("Tree"));
            break;
        case Form::Markdown:
            tabs_->addTab(tr("Rendered"));
            break;
        case Form::Text:
            tabs_->addTab(tr("Text"));
            break;
        default:
            tabs_->addTab(tr("Facts"));
        }
    }
    tabs_->setVisible(forms_.size() > 1);
    note_->setText(content->note);
    note_->setVisible(!content->note.isEmpty() && forms_.front() != Form::Facts);
    tabs_->setCurrentIndex(0);
    choose(0);
}

void ArtifactViewer::choose(int tab)
{
    if (!content_ || tab < 0 || static_cast<std::size_t>(tab) >= forms_.size())
        return;
    form_ = forms_[static_cast<std::size_t>(tab)];
    stack_->setCurrentWidget(widgetOf(form_));
    fill(form_);
}

QWidget* ArtifactViewer::widgetOf(Form form)
{
    const auto add = [this](auto*& widget, auto* made, const char* name) -> QWidget* {
        widget = made;
        made->setObjectName(QLatin1String(name));
        made->setAccessibleName(tr("Artifact"));
        stack_->addWidget(made);
        return made;
    };
    switch (form) {
    case Form::Picture:
        return picture_ ? picture_ : add(picture_, new PictureView(this), "artifactPicture");
    case Form::Matrix:
        return matrix_ ? matrix_ : add(matrix_, new MatrixView(this), "artifactMatrix");
    case Form::Table:
        if (!table_) {
            tableModel_ = new ArtifactTableModel(this);
            add(table_, makeDataTable(tableModel_, this), "artifactTable");
        }
        return table_;
    case Form::Tree:
        if (!tree_) {
            structureModel_ = new StructureModel(this);
            add(tree_, makeStructureTree(structureModel_, this), "artifactStructure");
        }
        return tree_;
    case Form::Markdown:
        if (!markdown_) {
            add(markdown_, new MarkdownView(this), "artifactMarkdown");
            markdown_->setPrompts(prompts_);
        }
        return markdown_;
    case Form::Text:
        return text_ ? text_ : add(text_, new TextView(this), "artifactText");
    default:
        return facts_ ? facts_ : add(facts_, new TextView(this), "artifactFacts");
    }
}

void ArtifactViewer::fill(Form form)
{
    switch (form) {
    case Form::Picture:
        picture_->setPicture(content_->picture);
        break;
    case Form::Matrix:
        matrix_->setMatrix(*content_->matrix, content_->matrix->greatest());
        break;
    case Form::Table:
        tableModel_->setTable(*content_->table);
        fitColumns(table_);
        break;
    case Form::Tree:
        structureModel_->setDocument(*content_->structure);
        if (structureModel_->rowCount() <= unfoldedRows)
            tree_->expandToDepth(0);
        tree_->resizeColumnToContents(0);
        break;
    case Form::Markdown:
        markdown_->setMarkdownText(content_->text);
        break;
    case Form::Text:
        text_->setPlainText(content_->text);
        break;
    default:
        facts_->setPlainText(facts());
    }
}

QString ArtifactViewer::facts() const
{
    QStringList lines;
    const QString format = binaryFormat(content_->path, content_->head);
    lines << (format.isEmpty() ? tr("A binary file of no known format") : format);
    if (content_->size >= 0)
        lines << tr("%1 (%2 bytes)").arg(bytesText(content_->size), countText(content_->size));
    if (!content_->sha256.isEmpty())
        lines << QStringLiteral("SHA-256 ") + QString::fromLatin1(content_->sha256.toHex());
    if (!content_->note.isEmpty() && forms_.front() == Form::Facts)
        lines << content_->note;
    lines << QString() << tr("Its first bytes:") << hexDump(content_->head.left(256));
    return lines.join(u'\n');
}

} // namespace binnacle
