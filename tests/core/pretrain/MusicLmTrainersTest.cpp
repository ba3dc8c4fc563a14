// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/AudioFile.h"
#include "music/musiclm/HierarchicalLm.h"
#include "music/musiclm/SemanticTokenizer.h"
#include "music/musiclm/SoundStormFine.h"
#include "pretrain/FineTrainer.h"
#include "pretrain/LanguageModelTrainer.h"
#include "pretrain/SemanticTrainer.h"
#include "pretrain/TokenizedCorpus.h"
#include "support/ExpectError.h"
#include "support/TemporaryFolder.h"
#include "support/TinyModelFolder.h"
#include "support/makeSine.h"

#include <gtest/gtest.h>

namespace musicrl {
namespace {

const Json smallLanguage = {{"batch", 4},
                            {"learning_rate", 0.01},
                            {"shape",
                             {{"coarse_levels", 2},
                              {"global_layers", 1},
                              {"global_width", 32},
                              {"global_feed_forward", 64},
                              {"local_layers", 1},
                              {"local_width", 32},
                              {"local_feed_forward", 64}}}};

const Json smallFine = {{"batch", 8},
                        {"learning_rate", 0.01},
                        {"crop_seconds", 0.2},
                        {"prompt_share", 0.0},
                        {"shape", {{"coarse_levels", 2}, {"layers", 1}, {"width", 32}, {"feed_forward", 64}}}};

/// Clips in which the conditioning says all: token = (what it says + its level) modulo 8.
TokenizedClips saidClips(std::int64_t count) {
    const auto said = torch::arange(count).remainder(4).view({-1, 1, 1});
    const auto levels = torch::arange(4).view({1, -1, 1});
    TokenizedClips clips;
    clips.semantic = said.squeeze(2).expand({count, 8}).contiguous();
    clips.codes = (said + levels).remainder(8).expand({count, 4, 16}).contiguous();
    clips.fromAudio = said.squeeze(2).expand({count, 2}).contiguous();
    clips.fromText = said.expand({count, 3, 2}).contiguous();
    return clips;
}

TokenizedCorpus saidCorpus() {
    TokenizedCorpus corpus;
    corpus.train = saidClips(12);
    corpus.heldOut = saidClips(4);
    corpus.levels = 4;
    corpus.codeVocabulary = 8;
    corpus.semanticVocabulary = 8;
    corpus.conditioningVocabulary = 4;
    return corpus;
}

/// Clips of 2.4 s: a low or a high tone each, two of them held out.
TrainingCorpus toneCorpus(const TemporaryFolder& folder) {
    std::vector<MusicCapsRow> rows;
    std::filesystem::create_directory(folder / "audio");
    for (int i = 0; i < 8; ++i) {
        MusicCapsRow row;
        row.id = "clip-" + std::to_string(i);
        row.caption = i % 2 == 0 ? "A low tone." : "A high tone.";
        row.aspects = {"tone"};
        row.audiosetEval = i >= 6;
        writeAudioFile(folder / "audio" / (row.id + ".wav"),
                       makeSine(i % 2 == 0 ? 200.0 + i : 2000.0 + i, 2.4, 16000, 0.5));
        rows.push_back(row);
    }
    writeMusicCaps(folder / "corpus.csv", rows);
    return {folder.path(), 16000, JobContext()};
}

void takeSteps(PartTrainer& trainer, std::int64_t count) {
    for (std::int64_t i = 0; i < count; ++i) {
        Random random(static_cast<std::uint64_t>(i));
        (void)trainer.step(i, random);
    }
}

TEST(SemanticTrainer, learnsToGuessHiddenSoundAndToTellTonesApart) {
    const TemporaryFolder folder;
    const TrainingCorpus corpus = toneCorpus(folder);
    const Json settings = {{"batch", 4},
                           {"clip_seconds", 1.0},
                           {"target_vocabulary", 8},
                           {"cluster_frames", 200},
                           {"mixed_precision", true},
                           {"shape",
                            {{"mels", 16},
                             {"channels", 4},
                             {"layers", 2},
                             {"width", 16},
                             {"heads", 2},
                             {"feed_forward", 32},
                             {"feature_layer", 1},
                             {"vocabulary", 6}}}};
    TrainingSchedule schedule;
    schedule.learningRate = 0.01;
    const auto trainer = makeSemanticTrainer(settings, corpus, 1, torch::kCPU, schedule);
    const double before = trainer->evaluate().at("heldout/loss");
    takeSteps(*trainer, 40);
    EXPECT_LT(trainer->evaluate().at("heldout/loss"), 0.5 * before);

    trainer->save(folder / "semantic");
    const auto tokenizer = loadSemanticTokenizer(folder / "semantic", torch::kCPU);
    const auto low = tokenizer->tokens(corpus.wave(Split::HeldOut, 0).unsqueeze(0)).slice(1, 5, 50);
    const auto high = tokenizer->tokens(corpus.wave(Split::HeldOut, 1).unsqueeze(0)).slice(1, 5, 50);
    EXPECT_FALSE(low.eq(high).any().item<bool>());
}

TEST(TokenizedCorpus, cutsClipsIntoWindowsAndKeepsTheirTokens) {
    const TemporaryFolder folder;
    const TrainingCorpus corpus = toneCorpus(folder);
    writeTinyModel(folder / "model");
    const std::filesystem::path cache = folder / "tokens.safetensors";
    const TokenizedCorpus tokens = tokenizeCorpus(corpus, folder / "model", 1.0, torch::kCPU, cache, JobContext());
    EXPECT_EQ(tokens.train.size(), 6 * 2);  // 2.4 s: two whole windows, the rest is less than half of one
    EXPECT_EQ(tokens.heldOut.size(), 2 * 2);
    EXPECT_EQ(tokens.train.semantic.size(1), 25);
    EXPECT_EQ(tokens.train.codes.sizes(), (std::vector<std::int64_t>{12, 4, 50}));
    EXPECT_EQ(tokens.train.fromText.size(2), tokens.train.fromAudio.size(1));

    const auto written = std::filesystem::last_write_time(cache);
    const TokenizedCorpus again = tokenizeCorpus(corpus, folder / "model", 1.0, torch::kCPU, cache, JobContext());
    EXPECT_EQ(std::filesystem::last_write_time(cache), written);
    EXPECT_TRUE(torch::equal(again.train.codes, tokens.train.codes));
    EXPECT_TRUE(torch::equal(again.heldOut.fromText, tokens.heldOut.fromText));

    writeTinyModel(folder / "model", 2);  // other parts, other tokens
    const TokenizedCorpus other = tokenizeCorpus(corpus, folder / "model", 1.0, torch::kCPU, cache, JobContext());
    EXPECT_FALSE(torch::equal(other.train.codes, tokens.train.codes));
}

TEST(LanguageModelTrainer, learnsToFollowTheConditioning) {
    TrainingSchedule schedule;
    const auto trainer = makeLanguageModelTrainer(smallLanguage, saidCorpus(), 1, torch::kCPU, schedule);
    EXPECT_DOUBLE_EQ(schedule.learningRate, 0.01);
    const double before = trainer->evaluate().at("heldout/loss");
    takeSteps(*trainer, 60);
    const Json after = trainer->evaluate();
    EXPECT_GT(before, 1.8);  // ln 8 = 2.08
    EXPECT_LT(after.at("heldout/loss"), 0.2);
    EXPECT_LT(after.at("heldout/text_loss"), 0.2);
    EXPECT_GT(after.at("heldout/wrong_text_loss"), after.at("heldout/text_loss"));

    const TemporaryFolder folder;
    trainer->save(folder.path());
    const auto model = loadHierarchicalLm(folder.path(), torch::kCPU);
    const auto drawn = model->sample(torch::tensor({{3, 3}}, torch::kLong), 2, 0.1, {1}, {});
    EXPECT_TRUE(torch::equal(drawn, torch::tensor({{3, 3, 4, 3, 4, 3, 3, 4, 3, 4}}, torch::kLong)));
}

TEST(LanguageModelTrainer, stepsDependOnTheirRandomNumbersAlone) {
    TrainingSchedule schedule;
    Json settings = smallLanguage;
    settings["shape"]["dropout"] = 0.2;
    const auto a = makeLanguageModelTrainer(settings, saidCorpus(), 1, torch::kCPU, schedule);
    const auto b = makeLanguageModelTrainer(settings, saidCorpus(), 1, torch::kCPU, schedule);
    takeSteps(*a, 3);
    torch::manual_seed(99);
    takeSteps(*b, 3);
    EXPECT_EQ(a->evaluate(), b->evaluate());
}

TEST(LanguageModelTrainer, accumulatedBatchesMakeTheStepOfOneLargeBatch) {
    // A step's clips are drawn one after the other, so two batches of two see what one of four sees.
    TrainingSchedule schedule;
    Json settings = smallLanguage;
    settings["text_conditioning_share"] = 1.0;
    const auto whole = makeLanguageModelTrainer(settings, saidCorpus(), 1, torch::kCPU, schedule);
    settings["batch"] = 2;
    settings["accumulate"] = 2;
    const auto parts = makeLanguageModelTrainer(settings, saidCorpus(), 1, torch::kCPU, schedule);
    Random first(5);
    Random second(5);
    const Json one = whole->step(0, first);
    const Json two = parts->step(0, second);
    EXPECT_NEAR(one.at("loss").get<double>(), two.at("loss").get<double>(), 1e-5);
    EXPECT_NEAR(one.at("grad_norm").get<double>(), two.at("grad_norm").get<double>(), 1e-4);
}

TEST(LanguageModelTrainer, learnsTheSameFromTheInsideOfSomeFrames) {
    TrainingSchedule schedule;
    Json settings = smallLanguage;
    settings["frames_inside"] = 0.25;
    const auto trainer = makeLanguageModelTrainer(settings, saidCorpus(), 1, torch::kCPU, schedule);
    const auto whole = makeLanguageModelTrainer(smallLanguage, saidCorpus(), 1, torch::kCPU, schedule);
    Random random(3);
    Random same(3);
    const Json estimate = trainer->step(0, random);
    const Json exact = whole->step(0, same);
    EXPECT_NEAR(estimate.at("semantic_loss").get<double>(), exact.at("semantic_loss").get<double>(), 1e-5);
    EXPECT_NE(estimate.at("coarse_loss"), exact.at("coarse_loss"));
    EXPECT_NEAR(estimate.at("coarse_loss").get<double>(), exact.at("coarse_loss").get<double>(), 0.2);
    takeSteps(*trainer, 80);
    EXPECT_LT(trainer->evaluate().at("heldout/loss"), 0.2);
}

TEST(LanguageModelTrainer, gapsInThePastMakeItLookFurtherBack) {
    // The first frame says all that follows; the conditioning says nothing.
    TokenizedCorpus corpus = saidCorpus();
    for (TokenizedClips* clips : {&corpus.train, &corpus.heldOut}) {
        clips->fromAudio.zero_();
        clips->fromText.zero_();
    }
    const auto missed = [&](double share) {
        TrainingSchedule schedule;
        Json settings = smallLanguage;
        settings["hidden_share"] = share;
        settings["hidden_seconds"] = 0.2;
        const auto trainer = makeLanguageModelTrainer(settings, corpus, 1, torch::kCPU, schedule);
        takeSteps(*trainer, 60);
        const TemporaryFolder folder;
        trainer->save(folder.path());
        const auto model = loadHierarchicalLm(folder.path(), torch::kCPU);
        const torch::Tensor tokens = interleave(corpus.train.semantic, corpus.train.codes, model->config().layout);
        torch::Tensor seen = torch::zeros({tokens.size(0), 8}, torch::kBool);
        seen.select(1, 0).fill_(true);
        const torch::Tensor first = model->partialLogits(tokens, corpus.train.fromText.select(1, 0), torch::tensor({0}), seen).first;
        const torch::Tensor wrong = first.argmax(1).view({-1, 8}).ne(corpus.train.semantic).slice(1, 1);
        return wrong.to(torch::kFloat32).mean().item<double>();
    };
    EXPECT_LT(missed(0.8), 0.1);
    EXPECT_GT(missed(0.0), missed(0.8));
}

TEST(LanguageModelTrainer, theSemanticTokensWeightComesAtTheCoarseOnesExpense) {
    TrainingSchedule schedule;
    const auto gap = [&](double weight) {
        Json settings = smallLanguage;
        settings["semantic_weight"] = weight;
        const auto trainer = makeLanguageModelTrainer(settings, saidCorpus(), 1, torch::kCPU, schedule);
        takeSteps(*trainer, 8);
        const Json found = trainer->evaluate();
        return found.at("heldout/semantic_loss").get<double>() - found.at("heldout/coarse_loss").get<double>();
    };
    EXPECT_LT(gap(50.0), gap(0.02) - 0.1);
}

TEST(LanguageModelTrainer, aPlainTextComesToMeanAnything) {
    TrainingSchedule schedule;
    Json settings = smallLanguage;
    settings["plain_share"] = 0.5;
    TokenizedCorpus corpus = saidCorpus();
    corpus.conditioningVocabulary = 5;
    corpus.plainConditioning = torch::tensor({4, 4}, torch::kLong);
    const auto trainer = makeLanguageModelTrainer(settings, corpus, 1, torch::kCPU, schedule);
    takeSteps(*trainer, 120);
    const TemporaryFolder folder;
    trainer->save(folder.path());
    const auto model = loadHierarchicalLm(folder.path(), torch::kCPU);
    const std::vector<std::uint64_t> seeds = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const auto first = [&](std::int64_t told) {
        return model->sample(torch::full({12, 2}, told, torch::kLong), 1, 1.0, seeds, {}).select(1, 0);
    };
    EXPECT_GE(std::get<0>(at::_unique(first(4))).numel(), 3) << "the clips begin with 0, 1, 2 or 3";
    EXPECT_LE(std::get<0>(at::_unique(first(2))).numel(), 2);
}

TEST(LanguageModelTrainer, refusesSettingsThatCannotWork) {
    TrainingSchedule schedule;
    expectError(ErrorKind::BadInput, "text_share", [&] {
        (void)makeLanguageModelTrainer(Json{{"text_share", 1}}, saidCorpus(), 1, torch::kCPU, schedule);
    });
    TokenizedCorpus uneven = saidCorpus();
    uneven.semanticVocabulary = 16;
    expectError(ErrorKind::BadInput, "no more clusters than codes",
                [&] { (void)makeLanguageModelTrainer(smallLanguage, uneven, 1, torch::kCPU, schedule); });
}

TEST(FineTrainer, learnsTheFineLevels) {
    TrainingSchedule schedule;
    const auto trainer = makeFineModelTrainer(smallFine, saidCorpus(), 1, torch::kCPU, schedule);
    takeSteps(*trainer, 60);
    const Json after = trainer->evaluate();
    EXPECT_GT(after.at("heldout/accuracy_level2"), 0.95);
    EXPECT_GT(after.at("heldout/accuracy_level3"), 0.95);

    const TemporaryFolder folder;
    trainer->save(folder.path());
    const TokenizedClips clips = saidClips(4);
    const auto model = loadSoundStormFine(folder.path(), torch::kCPU);
    const auto filled = model->fill(clips.semantic, clips.codes.narrow(1, 0, 2), 2, {1, 2, 3, 4}, {});
    EXPECT_GT(filled.eq(clips.codes).to(torch::kFloat64).mean().item<double>(), 0.95);
}

}  // namespace
}  // namespace musicrl
